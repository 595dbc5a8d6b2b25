import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  MERCHANT_SETTING,
  drawByShares,
  OWN_VARIANT,
  type VariantShare,
} from "~/experiments/optimization/experiment";
import type { DecisionEvidence } from "~/experiments/optimization/decision-evidence";
import {
  decideFrequency,
  frequencyState,
  type FrequencyFacts,
} from "~/experiments/frequency/decide-frequency";
import {
  approvedFrequency,
  capOfVariant,
  drawFrequency,
  TEST_SHARES,
} from "~/experiments/frequency/frequency-variants";
import { daysAgo, NOW } from "../../support/builders";

const FATIGUE: DecisionEvidence = {
  ...({ kind: "fatigue", clickRatio: 0.7, leaveRatio: 2, emails: 900 } as const),
  chance: expect.closeTo(0.969, 3) as number,
  ...{ orders: 100, creditedOrders: 9 },
};
const TOLERANCE: DecisionEvidence = {
  ...({ kind: "tolerance", customers: 40, scored: 900 } as const),
  ...{ capPer7Days: 4, lossRate: 0.01 },
};
const APPROVED: DecisionEvidence = { kind: "approved" };
const ONCE = approvedFrequency(MERCHANT_SETTING, FATIGUE);
const LEARNED = approvedFrequency(TEST_SHARES, TOLERANCE);

const variant = (people: number, mean: number) => ({
  people,
  sum: people * mean,
  sumOfSquares: people * (mean ** 2 + 300 ** 2),
});
const alike = { control: variant(500, 100), treated: variant(4_500, 100) };
const costly = { control: variant(20_000, 100), treated: variant(180_000, 75) };

/** 60 customers with 2.6 emails a week: that makes 60% likely to tire before anything is measured. */
const tired = {
  ...{ evidence: 47, fewerClicks: 40, soonerLeaves: 2.5, clickRatio: 0.7, leaveRatio: 2 },
  ...{ emails: 900, people: 60, days: 40 },
  // A tenth of the orders comes after a click, so the most evidence is needed.
  ...{ orders: 100, creditedOrders: 9 },
};
const unclear = { ...tired, fewerClicks: 2, soonerLeaves: 1 };
const rested = { ...tired, fewerClicks: 0.4, soonerLeaves: 0.4 };
const facts = (overrides: Partial<FrequencyFacts> = {}): FrequencyFacts => ({
  fatigue: unclear,
  tolerance: { customers: 0, scored: 900, capPer7Days: 4, lossRate: 0 },
  people: 900,
  totals: null,
  ...overrides,
});
const someLimits = { tolerance: { customers: 40, scored: 900, capPer7Days: 4, lossRate: 0.01 } };

/** The state after these changes, newest last. */
function decide(
  [variants, isHeld, ...log]: readonly [
    readonly VariantShare[],
    boolean,
    ...(readonly [number, DecisionEvidence])[],
  ],
  known: FrequencyFacts,
) {
  const changes = log.map(([days, evidence]) => ({
    decidedAt: daysAgo(days),
    evidence,
    revertedAt: null,
  }));
  return decideFrequency(frequencyState({ variants, isHeld }, changes.toReversed()), known, NOW);
}

describe("the frequency setting of the merchant", () => {
  test("is unchanged by a proposal of one email a week after email fatigue", () => {
    expect(decide([MERCHANT_SETTING, false], facts({ fatigue: tired }))).toEqual({
      ...{ after: MERCHANT_SETTING, isHeld: false },
      evidence: FATIGUE,
    });
  });

  test.each([
    ["the evidence is not clear", { fatigue: { ...unclear, fewerClicks: 2.2 } }],
    [
      "customers get too few email to tire usually",
      { fatigue: { ...tired, people: 90, fewerClicks: 10 } },
    ],
    ["the first email is three weeks old at most", { fatigue: { ...tired, days: 20 } }],
    ["nobody looked", { fatigue: null }],
  ])("gets no proposal while %s", (_, known) => {
    expect(decide([MERCHANT_SETTING, false], facts(known))).toBeNull();
  });

  test.each([
    ["little would be lost by it", { orders: 200, creditedOrders: 1 }, true],
    ["more would be lost", { orders: 200, creditedOrders: 9 }, false],
    ["too few orders say what would be lost", { orders: 20, creditedOrders: 0 }, false],
  ])("gets the proposal from less evidence on only if %s", (_, orders, isProposed) => {
    const fatigue = { ...unclear, fewerClicks: 1, ...orders };
    const proposed = decide([MERCHANT_SETTING, false], facts({ fatigue }));
    expect(proposed?.evidence).toEqual(
      isProposed ? { ...FATIGUE, ...orders, chance: expect.closeTo(0.4, 3) as number } : undefined,
    );
    // Once it was withdrawn, it needs more.
    const gone = { kind: "fatigue_gone", isApproved: false } as const;
    expect(decide([MERCHANT_SETTING, false, [3, gone]], facts({ fatigue }))).toBeNull();
  });

  test("gets no trial after a revert or while a proposal is open", () => {
    const all = facts({ fatigue: tired, ...someLimits });
    expect(decide([MERCHANT_SETTING, true], all)).toBeNull();
    expect(decide([MERCHANT_SETTING, false, [3, FATIGUE]], all)).toBeNull();
  });

  test("gets no outdated proposal, and may get it again later", () => {
    const withdrawn = { kind: "fatigue_gone", isApproved: false } as const;
    expect(decide([MERCHANT_SETTING, false, [3, FATIGUE]], facts({ fatigue: rested }))).toEqual({
      ...{ after: MERCHANT_SETTING, isHeld: false },
      evidence: withdrawn,
    });
    const again = decide(
      [MERCHANT_SETTING, false, [9, FATIGUE], [3, withdrawn]],
      facts({ fatigue: tired }),
    );
    expect(again?.evidence).toEqual(FATIGUE);
  });

  test("is tried against learned limits with few customers when some accept fewer emails and no fatigue is measured", () => {
    const decision = decide([MERCHANT_SETTING, false], facts(someLimits));
    expect(decision).toEqual({ after: TEST_SHARES, evidence: TOLERANCE, isHeld: false });
    expect(decide([MERCHANT_SETTING, false], facts({ ...someLimits, people: 499 }))).toBeNull();
  });
});

describe("a trial of learned limits", () => {
  const tried = [TEST_SHARES, false, [60, TOLERANCE]] as const;

  test("ends without a gain after eight weeks", () => {
    expect(decide(tried, facts({ totals: alike }))).toMatchObject({
      ...{ after: MERCHANT_SETTING, isHeld: true },
      evidence: { kind: "compared", rule: "no_gain", days: 60 },
    });
    expect(decide([LEARNED, false, [60, APPROVED]], facts({ totals: alike }))).toMatchObject({
      evidence: { rule: "no_gain" },
    });
  });

  test("continues to be compared while one email a week is proposed", () => {
    const young = [TEST_SHARES, false, [20, TOLERANCE]] as const;
    const proposed = decide(young, facts({ fatigue: tired, totals: alike }));
    expect(proposed).toEqual({ after: TEST_SHARES, evidence: FATIGUE, isHeld: false });
    const since = [TEST_SHARES, false, [60, TOLERANCE], [2, FATIGUE]] as const;
    expect(decide(since, facts({ fatigue: tired, totals: alike }))).toMatchObject({
      evidence: { rule: "no_gain", days: 60 },
    });
  });
});

describe("an approved limit of one email a week", () => {
  const approved = (days: number) => [ONCE, false, [days + 1, FATIGUE], [days, APPROVED]] as const;

  test("continues while both groups spend alike, since a gain is too small to show by then", () => {
    expect(decide(approved(90), facts({ fatigue: tired, totals: alike }))).toBeNull();
  });

  test("is reverted when the control clearly earns more", () => {
    expect(decide(approved(9), facts({ fatigue: tired, totals: costly }))).toMatchObject({
      ...{ after: MERCHANT_SETTING, isHeld: true },
      evidence: { kind: "compared", rule: "control_earns_more", days: 9 },
    });
  });

  test("ends once fatigue is no longer seen, at the earliest four weeks after the approval", () => {
    expect(decide(approved(27), facts({ fatigue: rested, totals: alike }))).toBeNull();
    expect(decide(approved(28), facts({ fatigue: rested, totals: alike }))).toEqual({
      ...{ after: MERCHANT_SETTING, isHeld: false },
      evidence: { kind: "fatigue_gone", isApproved: true },
    });
  });
});

test("no change without an approval affects more than a fifth of the customers", () => {
  const evidence = fc.double({ min: 0.01, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom(MERCHANT_SETTING, TEST_SHARES, ONCE, LEARNED),
      fc.boolean(),
      fc.array(fc.constantFrom(FATIGUE, TOLERANCE, APPROVED), { maxLength: 3 }),
      fc.record({ evidence, days: fc.nat(99), customers: fc.nat(900), people: fc.nat(2_000) }),
      fc.constantFrom(null, alike, costly),
      (variants, isHeld, log, known, totals) => {
        const decision = decide(
          [variants, isHeld, ...log.map((it, n) => [60 - n, it] as const)],
          facts({
            fatigue: { ...tired, evidence: known.evidence, days: known.days },
            tolerance: { ...someLimits.tolerance, customers: known.customers },
            people: known.people,
            totals,
          }),
        );
        if (decision === null || decision.after === variants) return;
        const own = decision.after.find((it) => it.variant === OWN_VARIANT)?.share ?? 0;
        expect(own).toBeGreaterThanOrEqual(0.8);
      },
    ),
  );
});

test("keeps the tested customers in their variant after approval", () => {
  const isTreated = (variants: readonly VariantShare[], n: number) =>
    drawByShares(variants, `p${n}`).variant !== OWN_VARIANT;
  const people = Array.from({ length: 2_000 }, (_, n) => n);
  const treated = people.filter((n) => isTreated(ONCE, n));
  expect(treated.length).toBeGreaterThan(1_700);
  expect(people.filter((n) => isTreated(TEST_SHARES, n) && !treated.includes(n))).toEqual([]);
});

test("an approved change reaches a fifth more of the customers each day, and meanwhile leaves the others as they were", () => {
  const people = Array.from({ length: 2_000 }, (_, n) => `p${n}`);
  const [approvedAt, before] = [daysAgo(0), LEARNED];
  const variantsOn = (day: number) =>
    people.map((it) => drawFrequency(ONCE, { approvedAt, before }, it, daysAgo(-day)));
  const once = [0, 1, 2, 3, 4, 9].map((day) =>
    variantsOn(day).flatMap((variant, n) => (variant === "one_a_week" ? [n] : [])),
  );
  for (const [n, share] of [0.2, 0.4, 0.6, 0.8, 0.9, 0.9].entries()) {
    expect(Math.abs(once[n]!.length / people.length - share)).toBeLessThan(0.03);
    expect(once[n]!.filter((it) => !once.at(-1)!.includes(it))).toEqual([]);
  }
  const own = (day: number) => variantsOn(day).filter((variant) => variant === OWN_VARIANT).length;
  expect(own(0)).toBe(own(9));
  expect(variantsOn(0)).toContain(LEARNED[1]!.variant);
});

test("applies no cap to the control, one email a week to all, and a learned limit to its own customer", () => {
  const [control, once] = ONCE;
  expect(capOfVariant(control!.variant, 2)).toBeNull();
  expect([capOfVariant(once!.variant, 2), capOfVariant(once!.variant, null)]).toEqual([1, 1]);
  expect([
    capOfVariant(TEST_SHARES[1]!.variant, 2),
    capOfVariant(TEST_SHARES[1]!.variant, null),
  ]).toEqual([2, null]);
});
