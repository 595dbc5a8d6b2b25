import type { FeatureName } from "~/ml/customers/customer-features";
import { describeCustomer } from "~/ml/customers/describe-customer";
import { describeEngagement } from "~/ml/customers/engagement";
import { purchasesBetween, type Purchases } from "~/ml/customers/purchases";
import { fitUplift, measureUplift } from "~/ml/experiments/measure-uplift";
import { upliftOf, type TreatedRows, type UpliftModel } from "~/ml/experiments/uplift";
import { applyScales, fitScales, type Scales } from "~/ml/regression/standardize";
import type { FirstEmail } from "../history/first-emails";
import { NOT_EVALUATED, type Missing, type Quality } from "../quality";
import { MIN_EXAMPLES } from "./windows";

/** Plain values, so that it can be stored. */
export interface FittedUplift {
  /** Of scaled features; null where nothing shows that it ranks better than the chance of an order. */
  readonly effect: (UpliftModel & { readonly scales: Scales }) | null;
}

/** Whether the customer ordered within these days of the email counts. */
export const UPLIFT_DAYS = 30;

/**
 * Facts that an email cannot have changed before the first one. Clicks are left out: only people who get emails have
 * them, so the two groups would differ.
 */
export const UPLIFT_FEATURES = [
  "recency",
  "frequency",
  "monetary",
  "tenure",
  "basketSize",
  "recencyOverGap",
  "interest",
  "visits",
] as const satisfies readonly FeatureName[];

/** With fewer people, the order rate of the holdout is known to within ±3 percentage points at best. */
const MIN_HELD_OUT = 200;
/** A model is fitted on half of the people, and its penalty on a quarter: there are at least 10 buyers in each. */
const MIN_BUYERS = 2 * MIN_EXAMPLES;
/** Maximum number of people in each group. More add little, and the cost stays bounded. */
const MAX_PER_GROUP = 10_000;
/** Larger amounts count as this quantile of all amounts: one wholesale order would outweigh all others. */
const WINSORIZED = 0.99;
/** A customer whose estimate is below this share of the mean effect is unlikely to be influenced. */
const UNLIKELY_SHARE = 0.25;
const SEED = 1;

/**
 * Learns which customers emails influence, from people held out of all email at random, and those who were not: two learners and
 * ranking by response are compared by their Qini. The order of the emails does not matter.
 *
 * Cost: see `measureUplift`, for at most 20,000 people with 8 features.
 *
 * @param endDay the first day without data; people whose 30 days have not passed before it do not count
 */
export function trainUplift(
  purchases: Purchases,
  endDay: number,
  emails: readonly FirstEmail[],
): { readonly model: FittedUplift; readonly quality: Quality } {
  const { rows, scales } = readTreatedRows(purchases, endDay, emails);
  const groups = countGroups(rows);
  const missing = missingIn(groups);
  const quality = { ...NOT_EVALUATED, customers: rows.outcomes.length, missing };
  if (missing) return { model: { effect: null }, quality };
  const { rankings, learner, verdict } = measureUplift(rows, SEED);
  const effect = verdict === "uplift" ? fitUplift(rows, learner, SEED) : null;
  const { qini, qiniLow, qiniHigh } = rankings[learner];
  const [control, treated] = groups;
  return {
    model: { effect: effect && { ...effect, scales } },
    quality: {
      ...quality,
      source: "shop",
      decidedBy: { metric: "qiniOrders", lowerIsBetter: false },
      candidates: (["tLearner", "sLearner", "response", "random"] as const).map((name) => {
        const it = rankings[name];
        return {
          name: CANDIDATES[name],
          isChosen: name === (verdict === "uplift" ? learner : "response"),
          metrics: {
            qiniOrders: PEOPLE * it.qini,
            qiniLow: PEOPLE * it.qiniLow,
            qiniHigh: PEOPLE * it.qiniHigh,
            uplift30: it.uplift30,
            qiniMinor: PEOPLE * (it.qiniAmount ?? 0),
          },
        };
      }),
      uplift: {
        verdict,
        learner,
        heldOut: control.people,
        heldOutBuyers: control.buyers,
        treated: treated.people,
        treatedBuyers: treated.buyers,
        qini: PEOPLE * qini,
        low: PEOPLE * qiniLow,
        high: PEOPLE * qiniHigh,
        cutoff: effect ? cutoffOf(effect, rows) : 0,
      },
    },
  };
}

/** A Qini is shown per so many people. */
const PEOPLE = 1000;

const CANDIDATES = {
  tLearner: "t_learner",
  sLearner: "s_learner",
  response: "response_ranking",
  random: "random_order",
} as const;

/** A share of the mean effect; 0 if the mean is below 0. */
function cutoffOf(model: UpliftModel, { features, outcomes }: TreatedRows): number {
  const sum = outcomes.reduce((total, _, row) => total + upliftOf(model, features, row), 0);
  return Math.max(0, (UNLIKELY_SHARE * sum) / outcomes.length);
}

/**
 * One row per person with an order before the first email, by customer: features of the day before, and whether and
 * how much they bought within 30 days. People without an order have no features, and are never judged.
 */
function readTreatedRows(
  purchases: Purchases,
  endDay: number,
  emails: readonly FirstEmail[],
): { readonly rows: TreatedRows; readonly scales: Scales } {
  const known = emails
    .filter(({ day }) => day + UPLIFT_DAYS < endDay)
    .filter(({ customer, day }) => hasOrderedBefore(purchases, customer, day))
    .toSorted((a, b) => a.customer - b.customer);
  const used = [true, false]
    .flatMap((group) => drawEvenly(known.filter(({ isHeldOut }) => isHeldOut === group)))
    .toSorted((a, b) => a.customer - b.customer);
  const width = UPLIFT_FEATURES.length;
  const features = Float64Array.from(
    used.flatMap(({ customer, day }) => describeOn(purchases, customer, day)),
  );
  const spent = used.map(({ customer, day }) => {
    const { start, end } = purchasesBetween(purchases, customer, day, day + UPLIFT_DAYS);
    return end === start ? null : purchases.values.subarray(start, end).reduce((a, b) => a + b, 0);
  });
  const scales = fitScales({ features, width });
  return {
    scales,
    rows: {
      features: applyScales(scales, features),
      width,
      treated: Uint8Array.from(used, ({ isHeldOut }) => (isHeldOut ? 0 : 1)),
      outcomes: Uint8Array.from(spent, (it) => (it === null ? 0 : 1)),
      amounts: winsorize(spent),
    },
  };
}

function hasOrderedBefore(purchases: Purchases, customer: number, day: number): boolean {
  const { start, end } = purchasesBetween(purchases, customer, -Infinity, day);
  return end > start;
}

function describeOn(purchases: Purchases, customer: number, day: number): number[] {
  const range = purchasesBetween(purchases, customer, -Infinity, day);
  // The features that use BG/NBD's probability are not among these.
  const ordered = describeCustomer(purchases, range, day, 0);
  const engaged = purchases.engagement
    ? describeEngagement(purchases.engagement, customer, day)
    : { visits: 0 };
  return UPLIFT_FEATURES.map((name) => (name === "visits" ? engaged.visits : ordered[name]));
}

function drawEvenly(people: readonly FirstEmail[]): readonly FirstEmail[] {
  const step = Math.ceil(people.length / MAX_PER_GROUP);
  return step <= 1 ? people : people.filter((_, n) => n % step === 0);
}

/** @param spent null: bought nothing */
function winsorize(spent: readonly (number | null)[]): Float64Array {
  const amounts = spent.filter((it) => it !== null).sort((a, b) => a - b);
  const max = amounts[Math.floor(WINSORIZED * (amounts.length - 1))] ?? 0;
  return Float64Array.from(spent, (it) => Math.min(max, it ?? 0));
}

interface Group {
  readonly people: number;
  readonly buyers: number;
}

function countGroups({
  treated,
  outcomes,
}: TreatedRows): readonly [control: Group, treated: Group] {
  const countOf = (arm: number): Group => {
    const own = [...outcomes].filter((_, row) => treated[row] === arm);
    return { people: own.length, buyers: own.reduce((sum, outcome) => sum + outcome, 0) };
  };
  return [countOf(0), countOf(1)];
}

function missingIn([control, treated]: readonly [Group, Group]): Missing | null {
  if (control.people < MIN_HELD_OUT) {
    return { what: "held_out", have: control.people, need: MIN_HELD_OUT };
  }
  const buyers = Math.min(control.buyers, treated.buyers);
  if (buyers < MIN_BUYERS) return { what: "held_out_buyers", have: buyers, need: MIN_BUYERS };
  const others = Math.min(control.people - control.buyers, treated.people - treated.buyers);
  return others < MIN_BUYERS ? { what: "non_buyers", have: others, need: MIN_BUYERS } : null;
}
