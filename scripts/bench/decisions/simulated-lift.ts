import { listLooks, type LiftLook } from "~/feedback/lift/lift-looks";
import type { LiftDay } from "~/feedback/lift/lift-days";
import { addDays } from "~/lib/calendar-day";
import { NO_SUMS, type OutcomeSums } from "~/ml/experiments/adjusted-difference";
import type { RandomNumbers } from "~/ml/numerics/random";

/** One person: the forecast and what they spend in 30 days without an effect, both capped, in minor units. */
export interface SimulatedPerson {
  readonly predicted: number;
  readonly spent: number;
}

/** A shop whose emails add a constant to what each person spends. */
interface SimulatedShop {
  readonly draw: (random: RandomNumbers) => SimulatedPerson;
  readonly peoplePerWeek: number;
  readonly holdoutRate: number;
  /** Per treated person, in minor units. */
  readonly effect: number;
  readonly weeks: number;
}

const START = "2026-01-05";

/** All looks of a shop's first measurement, by the product's own code. */
export function simulateLooks(shop: SimulatedShop, random: RandomNumbers): LiftLook[] {
  const days: LiftDay[] = [];
  for (let week = 0; week < shop.weeks; week++) days.push(...simulateWeek(shop, week, random));
  return listLooks(days, 0, addDays(START, 7 * shop.weeks)).looks;
}

function simulateWeek(shop: SimulatedShop, week: number, random: RandomNumbers): LiftDay[] {
  const sums = { treated: { ...NO_SUMS }, holdout: { ...NO_SUMS } };
  for (let i = 0; i < shop.peoplePerWeek; i++) {
    const variant = random.nextFloat() < shop.holdoutRate ? "holdout" : "treated";
    const person = shop.draw(random);
    addPerson(sums[variant], person, variant === "treated" ? shop.effect : 0);
  }
  const of = {
    ...{ day: addDays(START, 7 * week), flowId: "welcome", campaignId: "" },
    windowDays: 30,
    holdoutRate: shop.holdoutRate,
  } as const;
  return (["treated", "holdout"] as const).map((variant) => ({ ...of, variant, ...sums[variant] }));
}

/** In place, because millions of people are added. */
function addPerson(
  sums: { -readonly [sum in keyof OutcomeSums]: number },
  { predicted, spent }: SimulatedPerson,
  effect: number,
): void {
  const net = spent + effect;
  sums.people += 1;
  sums.ordered += spent > 0 ? 1 : 0;
  sums.net += net;
  sums.netSquares += net ** 2;
  sums.predicted += predicted;
  sums.predictedSquares += predicted ** 2;
  sums.predictedNet += predicted * net;
}

/** Results over many shops with the same truth. */
interface LookResults {
  readonly shops: number;
  /** Shops whose intervals contain the truth at every look. */
  readonly covered: number;
  /** Shops whose last interval, at the planned end, lies above 0; and those of a single look there. */
  readonly found: number;
  readonly foundByFixed: number;
  /** Mean width at the planned end relative to a single look's. */
  readonly width: number;
  readonly looks: number;
}

/** Judges the looks of many shops. */
export function judgeLooks(shop: SimulatedShop, shops: number, random: RandomNumbers): LookResults {
  let [covered, found, foundByFixed, width, looks] = [0, 0, 0, 0, 0];
  for (let i = 0; i < shops; i++) {
    const seen = simulateLooks(shop, random);
    const isTrue = ({ lowMinor, highMinor, people }: LiftLook) =>
      lowMinor <= people * shop.effect && people * shop.effect <= highMinor;
    if (seen.every(isTrue)) covered++;
    const last = seen.at(-1);
    if (!last) continue;
    const fixed = 1.959964 * last.standardErrorMinor;
    if (last.lowMinor > 0 || seen.some(({ lowMinor }) => lowMinor > 0)) found++;
    if (last.incrementalMinor > fixed) foundByFixed++;
    width += (last.highMinor - last.lowMinor) / (2 * fixed) / shops;
    looks += seen.length / shops;
  }
  return { shops, covered, found, foundByFixed, width, looks };
}
