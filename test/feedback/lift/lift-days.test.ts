import { expect, test } from "vitest";
import { experimentsOf, BASELINE, comparisonOf, type VariantRow } from "~/feedback/lift/lift-days";
import { NO_SUMS } from "~/ml/experiments/adjusted-difference";

const SUMS = { ...NO_SUMS, people: 10, ordered: 2, net: 30_00, netSquares: 500, predicted: 4 };
const row = (overrides: Partial<VariantRow> = {}): VariantRow => ({
  ...{ flowId: "welcome", campaignId: "", windowDays: 30, holdoutRate: 0.1, variant: "treated" },
  ...SUMS,
  ...overrides,
});

test("adds the rows of a variant", () => {
  const more = { ...NO_SUMS, people: 5, ordered: 1, net: 7_00, netSquares: 49, predictedNet: 3 };
  expect(experimentsOf([row(), row({ variant: "holdout", ...more }), row(more)])).toEqual([
    {
      ...{ flowId: "welcome", campaignId: "", windowDays: 30, holdoutRate: 0.1 },
      treated: {
        ...{ people: 15, ordered: 3, net: 37_00, netSquares: 549 },
        ...{ predicted: 4, predictedSquares: 0, predictedNet: 3 },
      },
      holdout: more,
    },
  ]);
});

test("keeps flows, campaigns, windows and holdout rates apart", () => {
  const experiments = experimentsOf([
    row(),
    row({ flowId: "vip" }),
    row({ flowId: "", campaignId: "welcome" }),
    row({ windowDays: 7 }),
    row({ holdoutRate: 0.2 }),
  ]);
  expect(experiments).toHaveLength(5);
  expect(experiments.map(({ holdout }) => holdout)).toEqual(Array(5).fill(NO_SUMS));
});

test("an experiment without a flow and a campaign compares all email", () => {
  expect(comparisonOf({ flowId: "", campaignId: "" })).toBe("all_email");
  expect(comparisonOf(BASELINE)).toBe("baseline");
  expect(comparisonOf({ flowId: "welcome", campaignId: "" })).toBe("source");
  expect(comparisonOf({ flowId: "", campaignId: "spring" })).toBe("source");
});
