import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { scopeKey, type Experiment } from "~/experiments/optimization/experiment";
import {
  recordDecision,
  listExperiments,
  listNewestDecisions,
  selectShopsWithDueExperiments,
  frequencyExperiment,
  type LoggedDecision,
} from "~/experiments/optimization/experiment-store.server";
import { openProposal } from "~/experiments/optimization/decision-evidence";
import { decideExperiment } from "~/experiments/optimization/decide-experiment";
import { limitShares } from "~/experiments/optimization/limit-shares";
import { isShopDue } from "~/jobs/due-shops.server";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import { countVariantResults, measureReach } from "./variant-result-store.server";
import { startExperiments } from "./start-experiments.server";
import { changeFrequency } from "./change-frequency.server";

type Deps = CommonDeps<"db" | "now">;

const DAY_MS = 86_400_000;

/**
 * Decides experiments daily: subjects, recommendation lists, layouts and send times by clicks, frequency by
 * tolerance. Decisions are logged with their evidence; reverted ones stay reverted.
 */
export const decideExperimentsJob = defineJob<Deps>({
  name: "feedback.decide-experiments",
  selectDueShops: selectShopsWithDueExperiments,

  async run(shopId, { db, now }) {
    const at = now();
    if (!(await isShopDue(db, shopId, selectShopsWithDueExperiments(at)))) return { more: false };
    await db.$transaction(async (tx) => {
      const experiments = await listExperiments(tx, shopId);
      await startExperiments(tx, shopId, experiments, at);
      const newest = await listNewestDecisions(tx, shopId);
      await decideEmails(tx, shopId, { experiments, newest }, at);
      const experiment = frequencyExperiment(experiments);
      const decisions = newest.get(scopeKey(experiment)) ?? [];
      await changeFrequency(tx, shopId, { experiment, decisions }, at);
    });
    return { more: false };
  },
});

async function decideEmails(
  tx: Tx,
  shopId: ShopId,
  {
    experiments,
    newest,
  }: {
    readonly experiments: readonly Experiment[];
    readonly newest: ReadonlyMap<string, readonly LoggedDecision[]>;
  },
  now: Date,
) {
  const results = await countVariantResults(tx, shopId, now);
  const day = Math.floor(now.getTime() / DAY_MS);
  for (const experiment of experiments) {
    if (experiment.kind === "frequency") continue;
    const { kind, flowId, stepId } = experiment;
    const own = results.filter(
      (it) => it.kind === kind && it.flowId === flowId && it.stepId === stepId,
    );
    const decision = decideExperiment(experiment, own, day);
    if (decision.kind === "kept") continue;
    const decisions = newest.get(scopeKey(experiment)) ?? [];
    const isApproved = decisions.some(
      ({ evidence, revertedAt }) => evidence.kind === "approved" && revertedAt === null,
    );
    const reach = isApproved ? 0 : await measureReach(tx, shopId, experiment, now);
    const { variants, isLimited } = limitShares(experiment, decision.variants, reach);
    const proposed = openProposal(decisions)?.evidence;
    const isProposed =
      proposed?.kind === "clicks" && proposed.favored === decision.evidence.favored;
    // The merchant already has this proposal.
    if (isLimited && isProposed) continue;
    const evidence = {
      ...({ kind: "clicks", ...decision.evidence } as const),
      awaitsApproval: isLimited,
    };
    await recordDecision(tx, shopId, { experiment, after: variants, evidence }, now);
  }
}
