import type { Tx } from "~/db.server";
import { hasChosenDiscounts } from "~/campaigns/campaign-store.server";
import { queueRevertNotice, type NoticeDeps } from "~/delivery/notices/revert-notice.server";
import {
  DISCOUNT_TRIAL,
  judgeDiscounts,
  measureDiscountGain,
  stepDiscounts,
} from "~/experiments/offers/decide-discounts";
import { fitDiscountModel, offerEmailOf } from "~/experiments/offers/discount-model";
import { saveDiscountModel } from "~/experiments/offers/discount-model-store.server";
import { loadOfferSettings } from "~/experiments/offers/load-offer-settings.server";
import { measureMarginRate } from "~/experiments/offers/margin-rate.server";
import { openProposal } from "~/experiments/optimization/decision-evidence";
import {
  CAMPAIGN_OFFER_SCOPE,
  MERCHANT_SETTING,
  OWN_VARIANT,
  scopeKey,
  type Experiment,
} from "~/experiments/optimization/experiment";
import {
  recordDecision,
  type LoggedDecision,
} from "~/experiments/optimization/experiment-store.server";
import type { ShopId } from "~/lib/shop-id";
import { measureUsualOrder } from "../forecast/flow-forecast-store.server";
import { listChosenDiscounts } from "./chosen-discounts.server";
import { listOfferOutcomes } from "./offer-outcomes.server";
import { measureReach } from "./variant-result-store.server";

const DAY_MS = 86_400_000;
/** Days of orders that the usual order is measured on. */
const USUAL_DAYS = 365;

/**
 * Learns what discounts do and decides how many customers get the chosen one, for the emails of live flows whose
 * discount the merchant lets Kindred choose, and for all campaigns in which they do so, together. A test whose emails earn less margin than the merchant's discount ends, and
 * the merchant is notified.
 */
export async function changeOffers(
  tx: Tx,
  shopId: ShopId,
  {
    experiments,
    newest,
  }: {
    readonly experiments: readonly Experiment[];
    readonly newest: ReadonlyMap<string, readonly LoggedDecision[]>;
  },
  deps: NoticeDeps,
): Promise<void> {
  const { now } = deps;
  const since = new Date(now.getTime() - USUAL_DAYS * DAY_MS);
  const emails = [
    ...(await listChosenDiscounts(tx, shopId)),
    ...((await hasChosenDiscounts(tx, shopId, since)) ? [OF_CAMPAIGNS] : []),
  ];
  if (emails.length === 0) return;
  const { maxDiscountPercent } = await loadOfferSettings(tx, shopId);
  const outcomes = await listOfferOutcomes(tx, shopId, now);
  const marginRate = await measureMarginRate(tx, shopId, { since, now });
  const usualOrderMinor = Math.max(1, await measureUsualOrder(tx, shopId, { since, now }));
  const model = fitDiscountModel(outcomes, { marginRate, usualOrderMinor });
  await saveDiscountModel(tx, shopId, model, now);

  for (const { ownPercent, flowId, stepId } of emails) {
    const scope = { kind: "offer" as const, flowId, stepId };
    const its = outcomes
      .filter(({ email }) => email === offerEmailOf(scope))
      .map((it) => ({ ...it, ownPercent: ownPercent ?? it.ownPercent }));
    const experiment = experiments.find((it) => scopeKey(it) === scopeKey(scope)) ?? {
      ...{ ...scope, variants: MERCHANT_SETTING, isHeld: false },
    };
    if (experiment.isHeld) continue;
    // It begins again when the merchant resumes it after a revert.
    if (!experiment.variants.some((it) => it.variant !== OWN_VARIANT && it.share > 0)) {
      const evidence = { kind: "trial", sends: its.length } as const;
      await recordDecision(tx, shopId, { experiment, after: DISCOUNT_TRIAL, evidence }, now);
      continue;
    }
    const decisions = newest.get(scopeKey(experiment)) ?? [];
    const began = beganAt(decisions, now);
    const compared = judgeDiscounts(
      its.filter(({ sentAt }) => sentAt >= began),
      (now.getTime() - began.getTime()) / DAY_MS,
    );
    if (compared.isWorse) {
      const { sends, mean } = compared;
      const after = DISCOUNT_TRIAL.map((it) => ({
        ...it,
        share: it.variant === OWN_VARIANT ? 1 : 0,
      }));
      const held = { ...experiment, isHeld: true };
      const evidence = { kind: "worse", sends, mean } as const;
      const reverted = { experiment: held, after, evidence };
      await queueRevertNotice(tx, shopId, await recordDecision(tx, shopId, reverted, now), deps);
      continue;
    }
    const gain = measureDiscountGain(model, its, maxDiscountPercent);
    const step = stepDiscounts(experiment.variants, gain, {
      reach: await measureReach(tx, shopId, experiment, now),
      // An approval of an earlier test does not count for this one.
      isApproved: decisions.some(
        ({ evidence, revertedAt, decidedAt }) =>
          evidence.kind === "approved" && revertedAt === null && decidedAt >= began,
      ),
      isProposed: openProposal(decisions) !== null,
    });
    if (step === null) continue;
    const evidence = {
      kind: "discounts",
      ...{ ownPercent, sends: its.length, ...gain },
      orders: its.reduce((sum, { orders }) => sum + orders, 0),
      awaitsApproval: step.awaitsApproval,
    } as const;
    await recordDecision(tx, shopId, { experiment, after: step.variants, evidence }, now);
  }
}

/** Each campaign has its own discount. */
const OF_CAMPAIGNS = { ...CAMPAIGN_OFFER_SCOPE, ownPercent: null };

/** When the newest trial began. */
function beganAt(decisions: readonly LoggedDecision[], now: Date): Date {
  const began = decisions.find((it) => it.evidence.kind === "trial" && it.revertedAt === null);
  return began?.decidedAt ?? now;
}
