import type { CommonDeps } from "~/deps";
import { scopeKey } from "~/experiments/optimization/experiment";
import {
  listExperiments,
  listNewestDecisions,
  selectShopsWithDueExperiments,
  frequencyExperiment,
  nextDecisionTimes,
} from "~/experiments/optimization/experiment-store.server";
import { isShopDue } from "~/jobs/due-shops.server";
import { defineJob } from "~/jobs/job.server";
import { startExperiments } from "./start-experiments.server";
import { changeEmails } from "./change-emails.server";
import { changeOffers } from "./change-offers.server";
import { endStoppedOffers } from "./end-stopped-offers.server";
import { changeFrequency } from "./change-frequency.server";

type Deps = CommonDeps<"db" | "keyring" | "now">;

/** Reading the emails of half a year of a large shop takes seconds, and many times as long on a busy server. */
const TIMEOUT_MS = 120_000;

/**
 * Decides experiments daily: subjects, recommendation lists, layouts and send times by net margin, discounts by
 * margin, frequency by tolerance. Decisions are logged with their evidence; reverted ones stay reverted.
 */
export const decideExperimentsJob = defineJob<Deps>({
  name: "feedback.decide-experiments",
  selectDueShops: selectShopsWithDueExperiments,
  nextDueTimes: nextDecisionTimes,

  async run(shopId, { db, keyring, now }) {
    const at = now();
    if (!(await isShopDue(db, shopId, selectShopsWithDueExperiments(at)))) return { more: false };
    await db.$transaction(
      async (tx) => {
        await endStoppedOffers(tx, shopId, at);
        const experiments = await listExperiments(tx, shopId);
        await startExperiments(tx, shopId, experiments, at);
        const newest = await listNewestDecisions(tx, shopId);
        const noticing = { keyring, now: at };
        await changeEmails(tx, shopId, { experiments, newest }, noticing);
        await changeOffers(tx, shopId, { experiments, newest }, noticing);
        const experiment = frequencyExperiment(experiments);
        const decisions = newest.get(scopeKey(experiment)) ?? [];
        await changeFrequency(tx, shopId, { experiment, decisions }, noticing);
      },
      { timeout: TIMEOUT_MS },
    );
    return { more: false };
  },
});
