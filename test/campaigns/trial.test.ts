import { describe, expect, test } from "vitest";
import { CampaignPlan, checkPlan, FIRST_PLAN, type CampaignTest } from "~/campaigns/campaign";
import { partsOf, shareOut, variantIn } from "~/campaigns/planning/trial";

const aTest = (change: Partial<CampaignTest> = {}): CampaignTest => ({
  second: { kind: "subject", subject: "B" },
  rule: "commit",
  testShare: 0.2,
  testHours: 4,
  minimumShare: 0.05,
  ...change,
});
const PEOPLE = Array.from({ length: 5_000 }, (_, n) => `c${n}`);
const drawn = (part: number, test: CampaignTest | null, secondShare = 0.5) =>
  PEOPLE.map((profileId) =>
    variantIn(part, test, secondShare, { shopId: "kettle", campaignId: "a1", profileId }),
  );
const came = (...results: [sent: number, clicked: number][]) =>
  results.map(([sent, clicked]) => ({ sent, clicked })) as unknown as Parameters<
    typeof shareOut
  >[2];

describe("the parts of an audience", () => {
  test.each([
    ["without a test there is one", null, 1],
    ["a test has a rest", aTest(), 2],
    ["a test of half has one too", aTest({ testShare: 0.5 }), 2],
    ["step by step there are as many as it takes", aTest({ rule: "gradual" }), 5],
    ["the last may be smaller", aTest({ rule: "gradual", testShare: 0.3 }), 4],
    ["a tenth makes ten", aTest({ rule: "gradual", testShare: 0.1 }), 10],
  ])("%s", (_what, of, parts) => {
    expect(partsOf(of)).toBe(parts);
  });

  test.each([null, aTest(), aTest({ rule: "gradual", testShare: 0.3 })])(
    "hold everybody once, whatever each is shared out by",
    (of) => {
      const parts = Array.from({ length: partsOf(of) }, (_, part) => drawn(part, of, part / 3));
      for (const n of PEOPLE.keys()) {
        expect(parts.filter((part) => part[n] !== null)).toHaveLength(1);
      }
    },
  );

  test("are as large as was said, and the second gets its share of each", () => {
    for (const [part, share] of [0.3, 0.3, 0.3, 0.1].entries()) {
      const of = drawn(part, aTest({ rule: "gradual", testShare: 0.3 }), 0.25);
      const own = of.filter((it) => it !== null);
      expect(own.length / PEOPLE.length).toBeCloseTo(share, 1);
      expect(own.filter((it) => it === 1).length / own.length).toBeCloseTo(0.25, 1);
    }
  });
});

describe("test, then the better one:", () => {
  test("the first part is halved", () => {
    expect(shareOut(0, aTest(), came([0, 0], [0, 0]), "a1")).toEqual({
      secondShare: 0.5,
      chosen: null,
    });
  });

  test.each([
    ["the one with more clicks of as many mails", came([100, 3], [100, 5]), 1, 0.95],
    ["the higher rate, not the higher count", came([1_000, 30], [100, 5]), 1, 0.95],
    ["the first where both are even", came([100, 3], [100, 3]), 0, 0.05],
    ["the first where nothing left", came([0, 0], [0, 0]), 0, 0.05],
  ])("the rest gets %s, but for the least share", (_what, results, chosen, secondShare) => {
    expect(shareOut(1, aTest(), results, "a1")).toEqual({ secondShare, chosen });
  });
});

describe("step by step", () => {
  const gradual = aTest({ rule: "gradual" });
  const share = (...results: [number, number][]) =>
    shareOut(1, gradual, came(...results), "a1").secondShare;

  test("what is not told apart stays near halves, and nothing is chosen", () => {
    expect(share([1_000, 30], [1_000, 30])).toBeCloseTo(0.5, 1);
    expect(shareOut(3, gradual, came([9, 9], [9, 0]), "a1").chosen).toBeNull();
  });

  test("the surer the second is the better one, the more it gets", () => {
    const shares = [30, 36, 45, 80].map((clicked) => share([1_000, 30], [1_000, clicked]));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[1]).toBeGreaterThan(0.6);
    expect(shares[1]).toBeLessThan(0.95);
  });

  test("neither falls below the least share", () => {
    expect(share([1_000, 1], [1_000, 200])).toBe(0.95);
    expect(share([1_000, 200], [1_000, 1])).toBe(0.05);
  });

  test("the same clicks share a part out the same way each time", () => {
    expect(share([100, 3], [100, 6])).toBe(share([100, 3], [100, 6]));
  });
});

describe("a plan", () => {
  const at = { kind: "shop_time", date: "2026-11-26", time: "10:00" } as const;
  const problems = (change: Partial<CampaignPlan>) =>
    checkPlan({ ...FIRST_PLAN, ...change }).map(({ message }) => message);
  const two = (second: CampaignTest["second"]) => ({ test: aTest({ second }) });

  test.each([
    [
      "two times without a day",
      two({ kind: "time", time: "18:00" }),
      "To try two times the campaign needs a day and a time of your shop",
    ],
    [
      "one time twice",
      { timing: at, ...two({ kind: "time", time: "10:00" }) },
      "The two times are the same",
    ],
    [
      "anything at a time of each recipient's",
      { timing: { ...at, kind: "recipient_time" as const }, test: aTest() },
      "A test needs one time for all: send now, or at a time of your shop",
    ],
    [
      "one mail twice",
      { templateId: "campaign-mail/1", ...two({ kind: "content", templateId: "campaign-mail/1" }) },
      "The two mails are the same",
    ],
    ["one subject twice", two({ kind: "subject", subject: " " }), "The two subjects are the same"],
  ])("does not try %s", (_what, change, problem) => {
    expect(problems(change)).toEqual([problem]);
  });

  test("may try two mails at once, and two times of a day", () => {
    expect(problems(two({ kind: "content", templateId: "campaign/story" }))).toEqual([]);
    expect(problems({ timing: at, ...two({ kind: "time", time: "18:00" }) })).toEqual([]);
  });

  test("of a time when only subjects could be tried is still read", () => {
    const { second: _second, rule: _rule, ...rest } = aTest();
    const stored = { ...FIRST_PLAN, test: { ...rest, subject: "B" } };
    expect(CampaignPlan.parse(JSON.parse(JSON.stringify(stored))).test).toEqual(aTest());
  });
});
