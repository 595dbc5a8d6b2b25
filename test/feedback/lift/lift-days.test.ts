import { expect, test } from "vitest";
import { experimentsOf, isOfAllEmail, type VariantRow } from "~/feedback/lift/lift-days";

const row = (overrides: Partial<VariantRow> = {}): VariantRow => ({
  ...{ flowId: "welcome", campaignId: "", holdoutRate: 0.1, variant: "treated" },
  ...{ people: 10, ordered: 2, netMinor: 30_00, netSquares: 500 },
  ...overrides,
});
const NOBODY = { people: 0, ordered: 0, netMinor: 0, netSquares: 0 };

test("adds the rows of a variant", () => {
  const more = { people: 5, ordered: 1, netMinor: 7_00, netSquares: 49 };
  expect(experimentsOf([row(), row({ variant: "holdout", ...more }), row(more)])).toEqual([
    {
      ...{ flowId: "welcome", campaignId: "", holdoutRate: 0.1 },
      treated: { people: 15, ordered: 3, netMinor: 37_00, netSquares: 549 },
      holdout: more,
    },
  ]);
});

test("keeps flows, campaigns and holdout rates apart", () => {
  const experiments = experimentsOf([
    row(),
    row({ flowId: "vip" }),
    row({ flowId: "", campaignId: "welcome" }),
    row({ holdoutRate: 0.2 }),
  ]);
  expect(experiments).toHaveLength(4);
  expect(experiments.map(({ holdout }) => holdout)).toEqual(Array(4).fill(NOBODY));
});

test("an experiment without a flow and a campaign compares all email", () => {
  expect(isOfAllEmail({ flowId: "", campaignId: "" })).toBe(true);
  expect(isOfAllEmail({ flowId: "welcome", campaignId: "" })).toBe(false);
  expect(isOfAllEmail({ flowId: "", campaignId: "spring" })).toBe(false);
});
