import type { Db } from "~/db.server";
import { frequencyState } from "~/experiments/frequency/decide-frequency";
import { OWN_VARIANT, scopeKey, type Experiment } from "~/experiments/optimization/experiment";
import type { LoggedDecision } from "~/experiments/optimization/experiment-store.server";
import type { VariantTotals } from "~/experiments/frequency/rollout";
import type { SpentAfterEmails } from "~/feedback/gains/drawn-variant-store.server";
import { estimateGain, sumGains, type Gain, type SpentAfter } from "~/feedback/gains/estimate-gain";
import { sumVariantRevenue } from "~/feedback/optimizer/variant-revenue.server";
import type { ShopId } from "~/lib/shop-id";

/** What an experiment earned; null: not known yet. */
interface ExperimentGain {
  readonly experiment: Experiment;
  readonly gain: Gain | null;
}

export interface Earnings {
  /** null: no experiment's gain is known. */
  readonly total: Gain | null;
  /** Of the experiments that used another setting than the merchant's, largest gain first. */
  readonly experiments: readonly ExperimentGain[];
}

/**
 * What the experiments earned against their control: of emails in 60 days, of the frequency since its start.
 *
 * @param spent after the emails of all experiments
 */
export async function loadEarnings(
  db: Db,
  shopId: ShopId,
  {
    experiments,
    newest,
    spent,
  }: {
    readonly experiments: readonly Experiment[];
    readonly newest: ReadonlyMap<string, readonly LoggedDecision[]>;
    readonly spent: readonly SpentAfterEmails[];
  },
  now: Date,
): Promise<Earnings> {
  const gains: ExperimentGain[] = [];
  for (const experiment of experiments) {
    const rows =
      experiment.kind === "frequency"
        ? await loadFrequencyTotals(db, shopId, { experiment, newest }, now)
        : spent.filter((it) => scopeKey(it) === scopeKey(experiment));
    if (rows.some(({ isOwn }) => !isOwn)) gains.push({ experiment, gain: estimateGain(rows) });
  }
  const known = gains.flatMap(({ gain }) => gain ?? []);
  return {
    total: sumGains(known),
    experiments: gains.toSorted(
      (a, b) => (b.gain?.gain ?? -Infinity) - (a.gain?.gain ?? -Infinity),
    ),
  };
}

async function loadFrequencyTotals(
  db: Db,
  shopId: ShopId,
  {
    experiment,
    newest,
  }: {
    readonly experiment: Experiment;
    readonly newest: ReadonlyMap<string, readonly LoggedDecision[]>;
  },
  now: Date,
): Promise<SpentAfter[]> {
  const decisions = newest.get(scopeKey(experiment)) ?? [];
  const { since, variants } = frequencyState(experiment, decisions);
  if (since === null) return [];
  const { control, treated } = await sumVariantRevenue(db, shopId, { since, variants }, now);
  const rate = variants.find(({ variant }) => variant === OWN_VARIANT)?.share ?? 0;
  return [toSpent(control, true, rate), toSpent(treated, false, 0)];
}

/** Of people and not of emails: their groups are large (at least 500 people), so they need no count of buyers. */
const toSpent = (
  { people, sum, sumOfSquares }: VariantTotals,
  isOwn: boolean,
  rate: number,
): SpentAfter => ({
  ...{ isOwn, rate, sum, sumOfSquares },
  count: people,
  buyers: sum > 0 ? people : 0,
});
