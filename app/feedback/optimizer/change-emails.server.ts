import type { Tx } from "~/db.server";
import { queueRevertNotice, type NoticeDeps } from "~/delivery/notices/revert-notice.server";
import { ownOnly, scopeKey, type Experiment } from "~/experiments/optimization/experiment";
import { openProposal } from "~/experiments/optimization/decision-evidence";
import {
  recordDecision,
  type LoggedDecision,
} from "~/experiments/optimization/experiment-store.server";
import { decidePolicy, type PolicyChoice } from "~/experiments/policy/decide-policy";
import { followChoice } from "~/experiments/policy/follow-choice";
import { judgeOptions } from "~/experiments/policy/judge-options";
import type { PolicyExperiment } from "~/experiments/policy/policy-input";
import type { ShopId } from "~/lib/shop-id";
import { FREQUENCY_GROUPS } from "~/predictions/history/email-habits";
import { countPolicyCells, policyEmailOf, readPolicyEconomics } from "./policy-cell-store.server";
import { measureReach } from "./variant-result-store.server";

const DAY_MS = 86_400_000;

interface EmailExperiments {
  readonly experiments: readonly Experiment[];
  readonly newest: ReadonlyMap<string, readonly LoggedDecision[]>;
}

/**
 * Decides subjects, lists, layouts and hours of a shop's emails together, by expected net margin. A test whose
 * emails are worth less than the merchant's setting ends, and the merchant is notified.
 */
export async function changeEmails(
  tx: Tx,
  shopId: ShopId,
  { experiments, newest }: EmailExperiments,
  deps: NoticeDeps,
): Promise<void> {
  const { now } = deps;
  const tested = experiments.filter(
    ({ kind, variants }) => kind !== "frequency" && kind !== "offer" && variants.length > 1,
  );
  if (tested.length === 0) return;
  const cells = await countPolicyCells(tx, shopId, now);
  const economics = await readPolicyEconomics(tx, shopId, cells, now);
  const choices = decidePolicy({
    groups: Object.keys(FREQUENCY_GROUPS).length,
    experiments: tested.map(toPolicyExperiment),
    cells,
    economics,
    seed: shopId,
    day: Math.floor(now.getTime() / DAY_MS),
  });
  for (const [n, choice] of choices.entries()) {
    const experiment = tested[n];
    if (!experiment || experiment.isHeld) continue;
    const decisions = newest.get(scopeKey(experiment)) ?? [];
    const compared = judgeOptions(
      toPolicyExperiment(experiment),
      cells,
      economics,
      daysSinceStart(decisions, now),
    );
    if (!compared.isWorse) {
      await follow(tx, shopId, { experiment, decisions, choice }, now);
      continue;
    }
    const { control, treated, controlMean, treatedMean } = compared;
    const evidence = {
      kind: "worse",
      sends: { control, treated },
      mean: { control: controlMean, treated: treatedMean },
    } as const;
    const after = ownOnly(experiment.variants);
    const reverted = { experiment: { ...experiment, isHeld: true }, after, evidence };
    await queueRevertNotice(tx, shopId, await recordDecision(tx, shopId, reverted, now), deps);
  }
}

function toPolicyExperiment(experiment: Experiment): PolicyExperiment {
  const variants = experiment.variants.map(({ variant }) => variant);
  return { email: policyEmailOf(experiment), kind: experiment.kind, variants };
}

function daysSinceStart(decisions: readonly LoggedDecision[], now: Date): number {
  const first = Math.min(now.getTime(), ...decisions.map(({ decidedAt }) => decidedAt.getTime()));
  return (now.getTime() - first) / DAY_MS;
}

/** Takes the step toward the chosen shares that is allowed today. */
async function follow(
  tx: Tx,
  shopId: ShopId,
  {
    experiment,
    decisions,
    choice,
  }: {
    readonly experiment: Experiment;
    readonly decisions: readonly LoggedDecision[];
    readonly choice: PolicyChoice;
  },
  now: Date,
) {
  const { evidence } = choice;
  const proposed = openProposal(decisions)?.evidence;
  const step = followChoice(experiment, choice, {
    reach: await measureReach(tx, shopId, experiment, now),
    isApproved: decisions.some((it) => it.evidence.kind === "approved" && it.revertedAt === null),
    proposed: proposed?.kind === "value" ? proposed.favored : null,
  });
  if (step === null) return;
  const { variants, awaitsApproval } = step;
  const its = { experiment, after: variants, evidence: { ...evidence, awaitsApproval } };
  await recordDecision(tx, shopId, its, now);
}
