import type { Tx } from "~/db.server";
import {
  MERCHANT_SETTING,
  BEST_HOUR,
  PRODUCTS_FIRST,
  RANDOM_HOUR,
  productTrial,
  scopeKey,
  trialOf,
  type VariantShare,
  type Experiment,
} from "~/experiments/optimization/experiment";
import { recordDecision } from "~/experiments/optimization/experiment-store.server";
import { MIN_POLICY_SENDS } from "~/experiments/policy/decide-policy";
import type { ShopId } from "~/lib/shop-id";
import { findDocument } from "~/messages/composing/template-of-message.server";
import { canPutProductsFirst, findRecommendationList } from "~/messages/composing/apply-variants";
import { MessageIntent } from "~/messages/message";
import {
  listEmailsWithHours,
  listFrequentEmails,
  type FrequentEmail,
} from "./variant-result-store.server";

/** Experiments on an email's products. */
const KINDS = ["products", "layout"] as const;

interface Trial {
  readonly kind: Experiment["kind"];
  readonly flowId: string;
  readonly stepId: string;
  readonly variants: readonly VariantShare[];
  /** Emails sent before. */
  readonly sends: number;
}

/**
 * Starts experiments with other recommendation lists, the other layout and the best send time, once the shop has
 * sent enough emails in all: what is learned in one email helps the others.
 */
export async function startExperiments(
  tx: Tx,
  shopId: ShopId,
  experiments: readonly Experiment[],
  now: Date,
): Promise<void> {
  const known = new Set(experiments.map(scopeKey));
  const emails = await listFrequentEmails(tx, shopId, { minSends: 1, now });
  if (emails.reduce((sum, { sends }) => sum + sends, 0) < MIN_POLICY_SENDS) return;
  const trials = [
    ...(await listProductTrials(tx, shopId, known, emails)),
    ...(await listEmailsWithHours(tx, shopId, { minSends: 1, now })).map((email): Trial => ({
      ...email,
      kind: "hour",
      variants: trialOf(BEST_HOUR, RANDOM_HOUR),
    })),
  ];
  for (const { kind, flowId, stepId, variants, sends } of trials) {
    const experiment: Experiment = {
      kind,
      flowId,
      stepId,
      variants: MERCHANT_SETTING,
      isHeld: false,
    };
    if (known.has(scopeKey(experiment))) continue;
    const evidence = { kind: "trial", sends } as const;
    await recordDecision(tx, shopId, { experiment, after: variants, evidence }, now);
  }
}

async function listProductTrials(
  tx: Tx,
  shopId: ShopId,
  known: ReadonlySet<string>,
  emails: readonly FrequentEmail[],
): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const { intent, ...email } of emails) {
    // Do not read the template again if the experiments exist.
    if (KINDS.every((kind) => known.has(scopeKey({ ...email, kind })))) continue;
    const parsed = MessageIntent.safeParse(intent);
    if (!parsed.success) continue;
    const document = await findDocument(tx, shopId, parsed.data);
    if (document === null) continue;
    const list = findRecommendationList(document);
    const lists = list === null ? null : productTrial(list);
    if (lists !== null) trials.push({ ...email, kind: "products", variants: lists });
    if (canPutProductsFirst(document)) {
      trials.push({ ...email, kind: "layout", variants: trialOf(PRODUCTS_FIRST) });
    }
  }
  return trials;
}
