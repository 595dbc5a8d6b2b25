import { describe, expect, test } from "vitest";
import {
  answerFromLog,
  type TotalChange,
  type WhatIfRow,
} from "~/feedback/what-if/answer-from-log";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";
import { drawGamma, drawNormal } from "~/ml/numerics/random-draws";

const SHOPS = 150;
/** Of 150 shops at 95%, 133 or fewer are covered in one of a thousand runs. */
const MIN_COVERED = 134;
const CAP = 300_00;
const BASKET = 40_00;
const UNSUBSCRIBE = { without: 0.002, withEmail: 0.012 };

/** A person whose orders in a week are Poisson with a mean of their own, which their history shows with noise. */
function drawPerson(random: RandomNumbers) {
  const mean = 0.1 * drawGamma(0.4, random);
  const seen = mean * (0.5 + random.nextFloat());
  return {
    mean,
    spentMinor: seen * 52 * BASKET,
    orders: Math.round(seen * 52),
    daysSinceOrder: seen > 0.01 ? Math.min(360, 7 / seen) : null,
    predictedMinor: 4 * mean * BASKET,
  };
}

function drawSpending(mean: number, random: RandomNumbers): number {
  let spent = 0;
  for (let at = drawGap(random); at < mean; at += drawGap(random)) {
    spent += BASKET * Math.exp(0.5 * drawNormal(random));
  }
  return Math.min(CAP, spent);
}
const drawGap = (random: RandomNumbers) => -Math.log(1 - random.nextFloat());

interface Shop {
  readonly rows: WhatIfRow[];
  /** What following the question would really have changed for these people. */
  readonly truth: Record<"revenue" | "emails" | "unsubscribes", number>;
}

/** A flow whose holdout rate was raised once; its email adds orders, and 2 of 1,000 unsubscribe without, 12 with it. */
function drawFlow(people: number, gain: number, random: RandomNumbers): Shop {
  const truth = { revenue: 0, emails: 0, unsubscribes: 0 };
  const rows = Array.from({ length: people }, (_, n): WhatIfRow => {
    const { mean, ...known } = drawPerson(random);
    const holdoutRate = n < people / 2 ? 0.05 : 0.15;
    const isHeld = random.nextFloat() < holdoutRate;
    const withEmail = drawSpending(mean * (1 + gain), random);
    const without = gain === 0 ? withEmail : drawSpending(mean, random);
    const place = random.nextFloat();
    if (!isHeld) {
      truth.revenue += without - withEmail;
      truth.emails -= 1;
      if (place >= UNSUBSCRIBE.without && place < UNSUBSCRIBE.withEmail) truth.unsubscribes--;
    }
    return {
      ...{ ...known, profileId: String(n), action: isHeld ? "holdout" : "treated" },
      ...{ rate: isHeld ? holdoutRate : 1 - holdoutRate, netMinor: isHeld ? without : withEmail },
      ...{
        emails: isHeld ? 0 : 1,
        unsubscribes: place < (isHeld ? UNSUBSCRIBE.without : UNSUBSCRIBE.withEmail) ? 1 : 0,
      },
    };
  });
  return { rows, truth };
}

/** Emails with one of three lists, whose shares follow results as a bandit's would; people get one to four of them. */
function drawLists(people: number, gain: number, random: RandomNumbers): Shop {
  const lists = ["own", "goes_with", "new_for_you"];
  const truth = { revenue: 0, emails: 0, unsubscribes: 0 };
  const shares = [0.6, 0.2, 0.2];
  const rows = Array.from({ length: people }, (_, n): WhatIfRow[] => {
    const { mean, ...known } = drawPerson(random);
    return Array.from({ length: 1 + (n % 4) }, (): WhatIfRow => {
      const place = random.nextFloat();
      const drawn = place < shares[0]! ? 0 : place < shares[0]! + shares[1]! ? 1 : 2;
      const rate = shares[drawn]!;
      const spent = drawSpending(mean * (drawn === 1 ? 1 + gain : 1), random);
      if (drawn !== 1) truth.revenue += drawSpending(mean * (1 + gain), random) - spent;
      if (drawn > 0 && spent > 0 && shares[0]! > 0.2) {
        shares[0]! -= 0.01;
        shares[drawn]! += 0.01;
      }
      return {
        ...{ ...known, profileId: String(n), action: lists[drawn]!, rate },
        ...{
          netMinor: spent,
          emails: 1,
          unsubscribes: random.nextFloat() < UNSUBSCRIBE.withEmail ? 1 : 0,
        },
      };
    });
  }).flat();
  return { rows, truth };
}

function countCovered(draw: () => Shop, action: string) {
  const covered = { revenue: 0, emails: 0, unsubscribes: 0 };
  const contains = ({ low, high }: TotalChange, truth: number) => low <= truth && truth <= high;
  for (let shop = 0; shop < SHOPS; shop++) {
    const { rows, truth } = draw();
    const answer = answerFromLog({ rows, total: rows.length }, action);
    if (answer.kind !== "estimated") throw new Error(answer.kind);
    for (const of of ["revenue", "emails", "unsubscribes"] as const) {
      if (contains(answer[of], truth[of])) covered[of]++;
    }
  }
  return covered;
}

describe("in simulated shops with a known truth, intervals contain it in 95 of 100", () => {
  test.each([
    ["no effect", 0, 1],
    ["a gain", 0.5, 2],
  ])("for a flow that is off, with %s", (_what, gain, seed) => {
    const random = createRandomNumbers(seed);
    const covered = countCovered(() => drawFlow(800, gain, random), "holdout");
    expect(Math.min(...Object.values(covered))).toBeGreaterThanOrEqual(MIN_COVERED);
  });

  test.each([
    ["no effect", 0, 3],
    ["a gain", 0.5, 4],
  ])("for another list of products whose share changed, with %s", (_what, gain, seed) => {
    const random = createRandomNumbers(seed);
    const covered = countCovered(() => drawLists(300, gain, random), "goes_with");
    expect(Math.min(...Object.values(covered))).toBeGreaterThanOrEqual(MIN_COVERED);
  });
});
