import { judgeRollout, type VariantTotals } from "../frequency/rollout";
import { OWN_VARIANT, RANDOM_HOUR } from "../optimization/experiment";
import type { PolicyCell, PolicyEconomics, PolicyExperiment } from "./policy-input";
import { sumOutcomes, type PolicyOutcomes } from "./policy-outcomes";

/** Emails with the merchant's own variant against those with others. */
export interface OptionComparison {
  readonly isWorse: boolean;
  /** Emails compared. */
  readonly control: number;
  readonly treated: number;
  /** Mean net value of an email, in minor units. */
  readonly controlMean: number;
  readonly treatedMean: number;
}

/**
 * The sequential guard of one experiment: whether the emails with the merchant's own variant are worth more than the
 * others, by evidence that may be looked at each day (`judgeRollout`, without its end after eight weeks). An email is
 * worth its click times what clicks with its variant earn, minus its unsubscribe times the cost of a lost subscriber.
 * What a variant's clicks earn is shrunk to the email's mean, since few of them lead to an order. Emails are compared
 * within each customer group: the control has each group's share of the treated.
 *
 * @param days since the experiment began
 */
export function judgeOptions(
  { email, kind }: PolicyExperiment,
  cells: readonly PolicyCell[],
  { clickValue, lostSubscriber }: PolicyEconomics,
  days: number,
): OptionComparison {
  const its = cells.filter((cell) => cell.email === email && cell.variants[kind] !== RANDOM_HOUR);
  const isOwn = (cell: PolicyCell) => (cell.variants[kind] ?? OWN_VARIANT) === OWN_VARIANT;
  const all = sumOutcomes(its);
  const mean = (clickValue * VALUE_WEIGHT + all.net) / (VALUE_WEIGHT + all.valued);
  const valueOf = (part: readonly PolicyCell[]) => {
    const { valued, net } = sumOutcomes(part);
    return (mean * VALUE_WEIGHT + net) / (VALUE_WEIGHT + valued);
  };
  const own = its.filter(isOwn);
  const others = its.filter((cell) => !isOwn(cell));
  const [ownValue, otherValue] = [valueOf(own), valueOf(others)];
  const control = { people: 0, sum: 0, sumOfSquares: 0 };
  const treated = { people: 0, sum: 0, sumOfSquares: 0 };
  // Groups in which only one of both was sent say nothing.
  const groups = [...Map.groupBy(its, ({ group }) => group).values()]
    .map((group) => ({
      own: sumOutcomes(group.filter(isOwn)),
      other: sumOutcomes(group.filter((cell) => !isOwn(cell))),
    }))
    .filter((group) => group.own.sends > 0 && group.other.sends > 0);
  const ownSends = groups.reduce((sum, group) => sum + group.own.sends, 0);
  const otherSends = groups.reduce((sum, group) => sum + group.other.sends, 0);
  for (const group of groups) {
    const weight = group.other.sends / otherSends / (group.own.sends / ownSends);
    add(control, group.own, { value: ownValue, cost: lostSubscriber, weight });
    add(treated, group.other, { value: otherValue, cost: lostSubscriber, weight: 1 });
  }
  const verdict = judgeRollout(control, treated, days, { endsWithoutGain: false });
  return {
    isWorse: verdict.kind === "reverts",
    ...{ control: control.people, treated: treated.people },
    ...{ controlMean: verdict.controlMean, treatedMean: verdict.treatedMean },
  };
}

/** Weight of the email's mean in what the clicks of a variant earn, in clicks: twice the usual spread, squared. */
const VALUE_WEIGHT = 1_000;

function add(
  totals: { -readonly [K in keyof VariantTotals]: VariantTotals[K] },
  { sends, clicks, unsubscribes }: PolicyOutcomes,
  {
    value,
    cost,
    weight,
  }: { readonly value: number; readonly cost: number; readonly weight: number },
) {
  totals.people += sends;
  totals.sum += weight * (clicks * value - unsubscribes * cost);
  totals.sumOfSquares += weight ** 2 * (clicks * value ** 2 + unsubscribes * cost ** 2);
}
