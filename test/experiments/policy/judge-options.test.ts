import { describe, expect, test } from "vitest";
import { judgeOptions } from "~/experiments/policy/judge-options";
import type { PolicyCell } from "~/experiments/policy/policy-input";

const experiment = { email: "a", kind: "layout", variants: ["own", "products_first"] } as const;
const economics = { clickValue: 100, lostSubscriber: 300 };
const cell = (variant: string, group: number, counts: Partial<PolicyCell>): PolicyCell => ({
  ...{ email: "a", group, variants: { layout: variant } },
  ...{ sends: 0, clicks: 0, unsubscribes: 0, valued: 0, net: 0, netSquared: 0 },
  ...counts,
});

describe("judgeOptions", () => {
  test("ends a variant that gets clearly fewer clicks", () => {
    const verdict = judgeOptions(
      experiment,
      [
        cell("own", 0, { sends: 2_000, clicks: 140 }),
        cell("products_first", 0, { sends: 2_000, clicks: 60 }),
      ],
      economics,
      20,
    );
    expect(verdict).toMatchObject({ isWorse: true, control: 2_000, treated: 2_000 });
    expect(verdict.controlMean).toBeCloseTo(7, 9);
    expect(verdict.treatedMean).toBeCloseTo(3, 9);
  });

  test("ends a variant that gets as many clicks but loses subscribers", () => {
    const cells = [
      cell("own", 0, { sends: 4_000, clicks: 200, unsubscribes: 4 }),
      cell("products_first", 0, { sends: 4_000, clicks: 200, unsubscribes: 60 }),
    ];
    expect(judgeOptions(experiment, cells, economics, 20).isWorse).toBe(true);
    const harmless = { ...economics, lostSubscriber: 0 };
    expect(judgeOptions(experiment, cells, harmless, 20).isWorse).toBe(false);
  });

  test("ends a variant that gets more clicks but much less revenue", () => {
    const cells = [
      cell("own", 0, { sends: 40_000, clicks: 4_000, valued: 4_000, net: 800_000 }),
      cell("products_first", 0, { sends: 40_000, clicks: 4_200, valued: 4_200, net: 400_000 }),
    ];
    expect(judgeOptions(experiment, cells, economics, 20).isWorse).toBe(true);
  });

  test("compares within groups: a variant that quiet customers get more often is not worse for that", () => {
    const verdict = judgeOptions(
      experiment,
      [
        cell("own", 0, { sends: 9_000, clicks: 900 }),
        cell("products_first", 0, { sends: 1_000, clicks: 100 }),
        cell("own", 2, { sends: 1_000, clicks: 10 }),
        cell("products_first", 2, { sends: 9_000, clicks: 90 }),
      ],
      economics,
      20,
    );
    expect(verdict.isWorse).toBe(false);
    expect(verdict.controlMean).toBeCloseTo(verdict.treatedMean, 9);
  });

  test("decides nothing without emails of both", () => {
    const cells = [cell("own", 0, { sends: 100, clicks: 50 })];
    expect(judgeOptions(experiment, cells, economics, 20)).toMatchObject({ isWorse: false });
    expect(judgeOptions(experiment, [], economics, 20)).toMatchObject({ isWorse: false });
  });
});
