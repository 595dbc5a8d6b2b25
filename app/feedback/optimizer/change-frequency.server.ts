import type { Db, Tx } from "~/db.server";
import { queueRevertNotice, type NoticeDeps } from "~/delivery/notices/revert-notice.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import type { Experiment } from "~/experiments/optimization/experiment";
import {
  recordDecision,
  saveExperiment,
  type LoggedDecision,
} from "~/experiments/optimization/experiment-store.server";
import { countTolerance } from "~/experiments/frequency/learned-caps.server";
import {
  decideFrequency,
  frequencyState,
  type FrequencyFacts,
  type FrequencyState,
} from "~/experiments/frequency/decide-frequency";
import type { ShopId } from "~/lib/shop-id";
import { countPeople, sumVariantRevenue } from "./variant-revenue.server";
import { readFatigue } from "./fatigue-store.server";

/** Applies the frequency decision of the day, if any. The merchant is notified of a revert. */
export async function changeFrequency(
  tx: Tx,
  shopId: ShopId,
  {
    experiment,
    decisions,
  }: { readonly experiment: Experiment; readonly decisions: readonly LoggedDecision[] },
  deps: NoticeDeps,
): Promise<void> {
  const { now } = deps;
  // Saving makes the next decision due a day later.
  await saveExperiment(tx, shopId, experiment, now);
  const state = frequencyState(experiment, decisions);
  if (state.isHeld && state.since === null) return;
  const decision = decideFrequency(state, await loadFacts(tx, shopId, state, now), now);
  if (decision === null) return;
  const { after, evidence, isHeld } = decision;
  const decided = { experiment: { ...experiment, isHeld }, after, evidence };
  const decisionId = await recordDecision(tx, shopId, decided, now);
  if (evidence.kind === "compared") await queueRevertNotice(tx, shopId, decisionId, deps);
}

async function loadFacts(
  db: Db,
  shopId: ShopId,
  { variants, since }: FrequencyState,
  now: Date,
): Promise<FrequencyFacts> {
  const capPer7Days = await findCap(db, shopId);
  const { scored, below, lossRate } = await countTolerance(db, shopId, capPer7Days);
  return {
    fatigue: await readFatigue(db, shopId, now),
    tolerance: { customers: below, scored, capPer7Days, lossRate },
    people: await countPeople(db, shopId, now),
    totals: since && (await sumVariantRevenue(db, shopId, { since, variants }, now)),
  };
}

async function findCap(db: Db, shopId: ShopId): Promise<number> {
  const row = await db.settings.findUnique({ where: { shopId }, select: { sending: true } });
  return SendingSettings.parse(row?.sending ?? {}).marketingCapPer7Days;
}
