import type { Tx } from "~/db.server";
import {
  OWN_VARIANT,
  scopeKey,
  type Experiment,
  type VariantShare,
} from "~/experiments/optimization/experiment";
import { openProposal } from "~/experiments/optimization/decision-evidence";
import {
  recordDecision,
  type LoggedDecision,
} from "~/experiments/optimization/experiment-store.server";
import { decidePolicy, type PolicyChoice } from "~/experiments/policy/decide-policy";
import { judgeOptions } from "~/experiments/policy/judge-options";
import type { PolicyExperiment } from "~/experiments/policy/policy-input";
import { stepShares } from "~/experiments/policy/step-shares";
import type { ShopId } from "~/lib/shop-id";
import { FREQUENCY_GROUPS } from "~/predictions/history/email-habits";
import { countPolicyCells, policyEmailOf, readPolicyEconomics } from "./policy-cell-store.server";
import { measureReach } from "./variant-result-store.server";

const DAY_MS = 86_400_000;
/** Ignore changes of a share below 10 points. */
const MIN_SHARE_CHANGE = 0.1;
/** Without a variant that is this many times as likely to be the best as by chance alone, the shares stay. */
const MIN_LEAN = 1.2;
/** Probability of being the best from which the merchant is asked to let it reach more customers. */
const MIN_PROPOSED_CHANCE = 0.8;

interface EmailExperiments {
  readonly experiments: readonly Experiment[];
  readonly newest: ReadonlyMap<string, readonly LoggedDecision[]>;
}

/**
 * Decides subjects, lists, layouts and hours of a shop's emails together, by expected net revenue. A test whose
 * emails are worth less than the merchant's setting ends.
 */
export async function changeEmails(
  tx: Tx,
  shopId: ShopId,
  { experiments, newest }: EmailExperiments,
  now: Date,
): Promise<void> {
  const tested = experiments.filter(
    ({ kind, variants }) => kind !== "frequency" && variants.length > 1,
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
    await recordDecision(
      tx,
      shopId,
      { experiment: { ...experiment, isHeld: true }, after, evidence },
      now,
    );
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

const ownOnly = (variants: readonly VariantShare[]): VariantShare[] =>
  variants.map(({ variant, text }) => ({ variant, text, share: variant === OWN_VARIANT ? 1 : 0 }));

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
  if (evidence.chance < MIN_LEAN / choice.shares.length) return;
  const isApproved = decisions.some(
    (it) => it.evidence.kind === "approved" && it.revertedAt === null,
  );
  const reach = await measureReach(tx, shopId, experiment, now);
  const { variants, isLimited } = stepShares(experiment, choice, {
    reach,
    isFree: isApproved || evidence.isSupported,
  });
  const awaitsApproval =
    isLimited && evidence.favored !== OWN_VARIANT && evidence.chance >= MIN_PROPOSED_CHANCE;
  const proposed = openProposal(decisions)?.evidence;
  const isProposed = proposed?.kind === "value" && proposed.favored === evidence.favored;
  const isNew = awaitsApproval && !isProposed;
  if (!isNew && !isNoticeable(experiment.variants, variants)) return;
  const its = { experiment, after: variants, evidence: { ...evidence, awaitsApproval } };
  await recordDecision(tx, shopId, its, now);
}

function isNoticeable(before: readonly VariantShare[], after: readonly VariantShare[]): boolean {
  return after.some(({ share, groupShares = [share] }, n) => {
    const from = before[n];
    return groupShares.some(
      (it, group) =>
        Math.abs(it - (from?.groupShares?.[group] ?? from?.share ?? 0)) >= MIN_SHARE_CHANGE - 1e-9,
    );
  });
}
