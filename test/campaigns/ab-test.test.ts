import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CampaignPlan } from "~/campaigns/campaign";
import { checkPlan, DEFAULT_PLAN, type CampaignTest } from "~/campaigns/campaign";
import { getWaveCount, allocateShares, drawVariant } from "~/campaigns/planning/ab-test";
import { profileIdOfCustomer } from "~/lib/profile-id";

const aTest = (change: Partial<CampaignTest> = {}): CampaignTest => ({
  others: { kind: "subject", values: ["B"] },
  rule: "commit",
  testShare: 0.2,
  testHours: 4,
  minimumShare: 0.05,
  ...change,
});
const PEOPLE = Array.from({ length: 5_000 }, (_, n) => profileIdOfCustomer(String(n)));
const drawn = (part: number, test: CampaignTest | null, shares: readonly number[] = [0.5, 0.5]) =>
  PEOPLE.map((profileId) =>
    drawVariant(part, test, shares, { shopId: "kettle", campaignId: "a1", profileId }),
  );
const came = (...results: [sent: number, clicked: number][]) =>
  results.map(([sent, clicked]) => ({ sent, clicked }));

describe("the waves of an audience", () => {
  test.each([
    ["without a test there is one", null, 1],
    ["a test has a rest", aTest(), 2],
    ["a test of half has one too", aTest({ testShare: 0.5 }), 2],
    ["step by step there are as many as it takes", aTest({ rule: "gradual" }), 5],
    ["the last may be smaller", aTest({ rule: "gradual", testShare: 0.3 }), 4],
    ["a tenth makes ten", aTest({ rule: "gradual", testShare: 0.1 }), 10],
  ])("%s", (_what, of, parts) => {
    expect(getWaveCount(of)).toBe(parts);
  });

  test.each([null, aTest(), aTest({ rule: "gradual", testShare: 0.3 })])(
    "contain each profile once, whatever the shares",
    (of) => {
      const parts = Array.from({ length: getWaveCount(of) }, (_, part) =>
        drawn(part, of, [1 - part / 3, part / 3]),
      );
      for (const n of PEOPLE.keys()) {
        expect(parts.filter((part) => part[n] !== null)).toHaveLength(1);
      }
    },
  );

  test("have the configured size and shares", () => {
    for (const [part, share] of [0.3, 0.3, 0.3, 0.1].entries()) {
      const of = drawn(part, aTest({ rule: "gradual", testShare: 0.3 }), [0.75, 0.25]);
      const own = of.filter((it) => it !== null);
      expect(own.length / PEOPLE.length).toBeCloseTo(share, 1);
      expect(own.filter((it) => it === 1).length / own.length).toBeCloseTo(0.25, 1);
    }
  });
});

describe("the commit rule", () => {
  test("splits the first wave in half", () => {
    expect(allocateShares(0, aTest(), came([0, 0], [0, 0]), "a1")).toEqual({
      shares: [0.5, 0.5],
      chosen: null,
    });
  });

  test.each([
    ["the one with more clicks of as many emails", came([100, 3], [100, 5]), 1, 0.95],
    ["the higher rate, not the higher count", came([1_000, 30], [100, 5]), 1, 0.95],
    ["the first where both are even", came([100, 3], [100, 3]), 0, 0.05],
    ["the first where nothing left", came([0, 0], [0, 0]), 0, 0.05],
  ])("gives the rest %s, minus the minimum share", (_what, results, chosen, secondShare) => {
    const { shares, chosen: found } = allocateShares(1, aTest(), results, "a1");
    expect(found).toBe(chosen);
    expect(shares[1]).toBeCloseTo(secondShare);
    expect(shares[0]).toBeCloseTo(1 - secondShare);
  });
});

describe("the gradual rule", () => {
  const gradual = aTest({ rule: "gradual" });
  const share = (...results: [number, number][]) =>
    allocateShares(1, gradual, came(...results), "a1").shares[1]!;

  test("keeps equal results near equal shares and commits to nothing", () => {
    expect(share([1_000, 30], [1_000, 30])).toBeCloseTo(0.5, 1);
    expect(allocateShares(3, gradual, came([9, 9], [9, 0]), "a1").chosen).toBeNull();
  });

  test("increases the second variant's share with the probability that it is better", () => {
    const shares = [30, 36, 45, 80].map((clicked) => share([1_000, 30], [1_000, clicked]));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[1]).toBeGreaterThan(0.6);
    expect(shares[1]).toBeLessThan(0.95);
  });

  test("keeps every variant at or above the minimum share", () => {
    expect(share([1_000, 1], [1_000, 200])).toBeCloseTo(0.95);
    expect(share([1_000, 200], [1_000, 1])).toBeCloseTo(0.05);
  });

  test("allocates deterministically", () => {
    expect(share([100, 3], [100, 6])).toBe(share([100, 3], [100, 6]));
  });
});

describe("with four variants", () => {
  const four = aTest({ others: { kind: "subject", values: ["B", "C", "D"] }, minimumShare: 0.15 });
  const shares = [0.4, 0.3, 0.2, 0.1];

  test("each gets its share and each profile keeps its variant", () => {
    const own = drawn(1, { ...four, testShare: 0.05 }, shares).filter((it) => it !== null);
    for (const [variant, share] of shares.entries()) {
      expect(own.filter((it) => it === variant).length / own.length).toBeCloseTo(share, 1);
    }
    expect(drawn(1, four, shares)).toEqual(drawn(1, four, shares));
  });

  test("splits the first wave equally and the minimum share of the rest evenly", () => {
    const none = came([0, 0], [0, 0], [0, 0], [0, 0]);
    expect(allocateShares(0, four, none, "a1").shares).toEqual([0.25, 0.25, 0.25, 0.25]);
    const results = came([100, 1], [100, 2], [100, 9], [100, 3]);
    const { shares: rest, chosen } = allocateShares(1, four, results, "a1");
    expect(chosen).toBe(2);
    for (const [n, share] of [0.05, 0.05, 0.85, 0.05].entries()) expect(rest[n]).toBeCloseTo(share);
  });

  test("keeps gradual shares at a sum of 1 and above the minimum", () => {
    const count = fc.integer({ min: 0, max: 500 });
    const result = fc
      .tuple(count, count)
      .map(([a, b]) => [a + b, Math.min(a, b)] as [number, number]);
    fc.assert(
      fc.property(fc.array(result, { minLength: 4, maxLength: 4 }), (results) => {
        const test = { ...four, rule: "gradual" as const };
        const { shares: of } = allocateShares(1, test, came(...results), "a1");
        expect(of.reduce((sum, it) => sum + it, 0)).toBeCloseTo(1);
        for (const share of of) expect(share).toBeGreaterThanOrEqual(0.05 - 1e-9);
      }),
    );
  });
});

describe("a test plan", () => {
  const at = { kind: "shop_time", date: "2026-11-26", time: "10:00" } as const;
  const problems = (change: Partial<CampaignPlan>) => checkPlan({ ...DEFAULT_PLAN, ...change });
  const two = (others: CampaignTest["others"]) => ({ test: aTest({ others }) });

  test.each([
    ["two times without a day", two({ kind: "time", values: ["18:00"] }), "test_needs_day"],
    ["one time twice", { timing: at, ...two({ kind: "time", values: ["10:00"] }) }, "same_time"],
    [
      "anything at a time of each recipient's",
      { timing: { ...at, kind: "recipient_time" as const }, test: aTest() },
      "test_needs_one_time",
    ],
    [
      "one email twice",
      { templateId: "campaign-email/1", ...two({ kind: "content", values: ["campaign-email/1"] }) },
      "same_content",
    ],
    ["one subject twice", two({ kind: "subject", values: [" ", ""] }), "same_subject"],
    [
      "one subject as the second and the fourth",
      two({ kind: "subject", values: ["A", "B", "A "] }),
      "same_subject",
    ],
  ])("does not test %s", (_what, change, problem) => {
    expect(problems(change)).toEqual([problem]);
  });

  test("allows either two emails or two times of one day", () => {
    expect(problems(two({ kind: "content", values: ["campaign/story"] }))).toEqual([]);
    expect(problems({ timing: at, ...two({ kind: "time", values: ["18:00"] }) })).toEqual([]);
  });
});
