import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  evidenceOfFatigue,
  excessOf,
  MAX_EXCESS,
  trendOf,
  type ExposureStratum,
} from "~/ml/customers/email-fatigue";
import { createRandomNumbers } from "~/ml/numerics/random";

type Email = readonly [before: number, isAnswered: boolean];

const noCounts = () => Array.from({ length: MAX_EXCESS + 1 }, () => 0);
const NOTHING: ExposureStratum = { emails: noCounts(), answers: noCounts() };

function plus({ emails, answers }: ExposureStratum, [before, isAnswered]: Email): ExposureStratum {
  const at = excessOf(before);
  const added = (counts: readonly number[], count: number) => counts.with(at, counts[at]! + count);
  return { emails: added(emails, 1), answers: added(answers, Number(isAnswered)) };
}

const stratumOf = (emails: readonly Email[]) => emails.reduce(plus, NOTHING);

const emails = (count: number, before: number, answered: number): Email[] =>
  Array.from({ length: count }, (_, n) => [before, n < answered]);

const someEmails = fc.array(fc.tuple(fc.nat(20), fc.boolean()), { maxLength: 12 });

describe("trendOf", () => {
  test("equals Mantel's statistic: 2 of 10 answered after 4 emails, 6 of 10 after 8", () => {
    const { score, variance, ratio, answers } = trendOf([
      stratumOf([...emails(10, 4, 2), ...emails(10, 8, 6)]),
    ]);
    // By hand: 24 − 8 × 2, and 8 × 12 / (20 × 19) × 80.
    expect(score).toBeCloseTo(8);
    expect(variance).toBeCloseTo((8 * 12 * 80) / 380);
    expect(ratio).toBeCloseTo(3);
    expect(answers).toBe(8);
  });

  test("compares within strata only, since recipients of many emails may respond more", () => {
    const keen = stratumOf([...emails(100, 3, 40), ...emails(400, 10, 160)]);
    const cool = stratumOf([...emails(400, 3, 20), ...emails(100, 10, 5)]);
    expect(trendOf([keen, cool])).toMatchObject({
      score: expect.closeTo(0) as number,
      ratio: expect.closeTo(1) as number,
    });
    const pooled = stratumOf([...emails(500, 3, 60), ...emails(500, 10, 165)]);
    expect(trendOf([pooled]).score).toBeGreaterThan(100);
  });

  test("ignores strata without variation", () => {
    const stratum = stratumOf([...emails(10, 4, 2), ...emails(10, 8, 6)]);
    const silent = [
      stratumOf([]),
      stratumOf(emails(1, 9, 1)),
      stratumOf(emails(50, 9, 20)),
      stratumOf([...emails(20, 2, 0), ...emails(20, 9, 0)]),
      stratumOf([...emails(20, 2, 20), ...emails(20, 9, 20)]),
    ];
    const { score, variance, answers } = trendOf([stratum]);
    expect(trendOf([stratum, ...silent])).toMatchObject({ score, variance, answers });
  });

  test("has a mean of 0 and its variance over all draws of answered emails", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 2, maxLength: 6 }), fc.nat(6), (before, of) => {
        const answered = Math.min(of, before.length);
        const ways = Array.from({ length: 2 ** before.length }, (_, bits) => bits).filter(
          (bits) => bits.toString(2).replaceAll("0", "").length === answered,
        );
        const drawn = ways.map((bits) =>
          trendOf([stratumOf(before.map((it, n) => [it, ((bits >> n) & 1) === 1]))]),
        );
        const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
        expect(mean(drawn.map(({ score }) => score))).toBeCloseTo(0, 6);
        expect(mean(drawn.map(({ score }) => score ** 2))).toBeCloseTo(drawn[0]!.variance, 6);
      }),
    );
  });
});

describe("evidenceOfFatigue", () => {
  const steady = [stratumOf([...emails(500, 2, 20), ...emails(500, 10, 20)])];
  const fewerClicks = [stratumOf([...emails(500, 2, 40), ...emails(500, 10, 12)])];
  const moreLeave = [stratumOf([...emails(500, 2, 3), ...emails(500, 10, 24)])];

  test("rises with fewer clicks, with sooner unsubscribes, and most with both", () => {
    const of = (...args: Parameters<typeof evidenceOfFatigue>) =>
      evidenceOfFatigue(...args).evidence;
    expect(of(steady, steady)).toBeLessThan(1);
    expect(of(fewerClicks, steady)).toBeGreaterThan(20);
    expect(of(steady, moreLeave)).toBeGreaterThan(20);
    expect(of(fewerClicks, moreLeave)).toBeGreaterThan(of(fewerClicks, steady));
    // People who click more and stay longer with more emails.
    expect(of(moreLeave, fewerClicks)).toBeLessThan(0.1);
  });

  test("rises by the expected amount", () => {
    expect(evidenceOfFatigue(fewerClicks, moreLeave)).toMatchObject({
      clickRatio: expect.closeTo(12 / 40) as number,
      leaveRatio: expect.closeTo(8) as number,
    });
  });

  test("has the likelihood ratio of clicks for any number of them: 2 of 3 after few emails, none of 3 after many", () => {
    const person = stratumOf([...emails(3, 4, 2), ...emails(3, 16, 0)]);
    // By hand, given two clicks: each falls on an email with few before it by 1 / (1 + exp(−12 β)) instead of a half.
    const ratios = [0.05, 0.08, 0.12, 0.17, 0.22].map((it) => (2 / (1 + Math.exp(-12 * it))) ** 2);
    const mean = ratios.reduce((sum, it) => sum + it, 0) / ratios.length;
    expect(evidenceOfFatigue([person], []).fewerClicks).toBeCloseTo(mean, 10);
    expect(evidenceOfFatigue([person, NOTHING], []).fewerClicks).toBeCloseTo(mean, 10);
  });

  test("is neutral without answers, or with a few", () => {
    expect(evidenceOfFatigue([], [])).toEqual({
      evidence: 1,
      fewerClicks: 1,
      soonerLeaves: 1,
      clickRatio: null,
      leaveRatio: null,
    });
    const few = [stratumOf([...emails(50, 2, 0), ...emails(50, 16, 7)])];
    // For unsubscribes only: the likelihood of clicks holds for any number.
    expect(evidenceOfFatigue([], few).evidence).toBe(1);
  });

  test("is finite and positive for any counts", () => {
    fc.assert(
      fc.property(fc.array(someEmails), fc.array(someEmails), (clicks, leaves) => {
        const { evidence } = evidenceOfFatigue(clicks.map(stratumOf), leaves.map(stratumOf));
        expect(evidence).toBeGreaterThan(0);
        expect(evidence).toBeLessThan(Infinity);
      }),
    );
  });
});

/**
 * The maximum evidence over daily looks at 150 days of a shop. Three of ten people get most of the emails; they click
 * three times as often and leave a third as often as the others.
 */
function highestEvidence(
  seed: number,
  perExcess: { readonly clicks: number; readonly leaves: number },
) {
  const random = createRandomNumbers(seed);
  const people = Array.from({ length: 250 }, () => {
    const isKeen = random.nextFloat() < 0.3;
    const own = Math.exp(random.nextFloat() - 0.5);
    return {
      isKeen,
      perDay: isKeen ? 0.5 : 0.2 + 0.2 * random.nextFloat(),
      clicks: (isKeen ? 0.06 : 0.02) * own,
      leaves: isKeen ? 0.001 : 0.003,
      hasLeft: false,
      sentOn: [] as number[],
      clicked: NOTHING,
    };
  });
  const unsubscribes = { keen: NOTHING, others: NOTHING };
  let highest = 0;
  for (let day = 0; day < 150; day++) {
    for (const person of people) {
      if (person.hasLeft || random.nextFloat() >= person.perDay) continue;
      person.sentOn = [...person.sentOn.filter((it) => it > day - 28), day];
      const before = person.sentOn.length - 1;
      const excess = excessOf(before);
      person.hasLeft = random.nextFloat() < person.leaves * Math.exp(perExcess.leaves * excess);
      const clicks = person.clicks * Math.exp(perExcess.clicks * excess);
      person.clicked = plus(person.clicked, [before, random.nextFloat() < clicks]);
      const group = person.isKeen ? "keen" : "others";
      unsubscribes[group] = plus(unsubscribes[group], [before, person.hasLeft]);
    }
    const clicks = people.map(({ clicked }) => clicked);
    const { evidence } = evidenceOfFatigue(clicks, [unsubscribes.keen, unsubscribes.others]);
    highest = Math.max(highest, evidence);
  }
  return highest;
}

const shareOver = (shops: number, perExcess: Parameters<typeof highestEvidence>[1]) => {
  const found = Array.from({ length: shops }, (_, n) => highestEvidence(n + 1, perExcess));
  return found.filter((it) => it >= 20).length / shops;
};

test("repeated tests find fatigue in few shops without it, even if the most emailed customers click most", () => {
  // 5% at most by Ville's inequality: more than 7 of 60 shops has a probability of 1 in 100.
  expect(shareOver(60, { clicks: 0, leaves: 0 })).toBeLessThanOrEqual(7 / 60);
});

test("repeated tests find fatigue in most shops in which each excess email costs a tenth of the clicks", () => {
  expect(shareOver(20, { clicks: -0.12, leaves: 0.15 })).toBeGreaterThan(0.6);
});
