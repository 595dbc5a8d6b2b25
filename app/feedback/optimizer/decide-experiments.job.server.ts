import type { Tx } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { scopeKey, type Experiment } from "~/experiments/optimization/experiment";
import {
  recordDecision,
  listDecisions,
  listExperiments,
  listShopsWithDueExperiments,
  frequencyExperiment,
  type LoggedDecision,
} from "~/experiments/optimization/experiment-store.server";
import { decisionsInForce } from "~/experiments/optimization/decision-evidence";
import { decideExperiment } from "~/experiments/optimization/decide-experiment";
import { limitShares } from "~/experiments/optimization/limit-shares";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import { countVariantResults, measureReach } from "./variant-result-store.server";
import { beginTrials } from "./begin-trials.server";
import { changeFrequency } from "./change-frequency.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

const DAY_MS = 86_400_000;

/**
 * Decides experiments daily: subjects, recommendation lists, layouts and send times by clicks, frequency by
 * tolerance. Decisions are logged with their evidence; reverted ones stay reverted.
 */
export const decideExperimentsJob = defineJob<Deps>({
  name: "feedback.decide-experiments",
  listDueShops: listShopsWithDueExperiments,

  async run(shopId, { db, now }) {
    const at = now();
    if ((await listShopsWithDueExperiments(db, at, shopId)).length === 0) return { more: false };
    await db.$transaction(async (tx) => {
      const choices = await listExperiments(tx, shopId);
      await beginTrials(tx, shopId, choices, at);
      const decisions = await listDecisions(tx, shopId, { since: new Date(0), limit: 1_000 });
      await decideEmails(tx, shopId, { choices, decisions }, at);
      await changeFrequency(tx, shopId, { choice: frequencyExperiment(choices), decisions }, at);
    });
    return { more: false };
  },
});

async function decideEmails(
  tx: Tx,
  shopId: ShopId,
  {
    choices,
    decisions,
  }: { readonly choices: readonly Experiment[]; readonly decisions: readonly LoggedDecision[] },
  now: Date,
) {
  const results = await countVariantResults(tx, shopId, now);
  const day = Math.floor(now.getTime() / DAY_MS);
  for (const choice of choices) {
    if (choice.kind === "frequency") continue;
    const { kind, flowId, stepId } = choice;
    const own = results.filter(
      (it) => it.kind === kind && it.flowId === flowId && it.stepId === stepId,
    );
    const decision = decideExperiment(choice, own, day);
    if (decision.kind === "kept") continue;
    const standing = decisionsInForce(decisions, scopeKey(choice));
    const isApproved = standing.some(({ evidence }) => evidence.kind === "approved");
    const reach = isApproved ? 0 : await measureReach(tx, shopId, choice, now);
    const { arms, isLimited } = limitShares(choice, decision.arms, reach);
    const last = standing[0]?.evidence;
    const isAsked =
      last?.kind === "clicks" &&
      last.awaitsApproval &&
      last.favoured === decision.evidence.favoured;
    // The merchant was already asked.
    if (isLimited && isAsked) continue;
    const evidence = {
      ...({ kind: "clicks", ...decision.evidence } as const),
      awaitsApproval: isLimited,
    };
    await recordDecision(tx, shopId, { choice, after: arms, evidence }, now);
  }
}
