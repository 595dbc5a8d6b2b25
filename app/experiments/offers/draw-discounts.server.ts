import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import {
  drawByShares,
  OWN_VARIANT,
  RANDOM_DISCOUNT,
  scopeKey,
  type Experiment,
} from "../optimization/experiment";
import { listDrawnExperiments } from "../optimization/experiment-store.server";
import { findRecipientGroups } from "../optimization/recipient-groups.server";
import { chooseDiscount, discountsIn, drawDiscount } from "./choose-discount";
import type { DiscountFact } from "./discount-fact";
import { offerEmailOf } from "./discount-model";
import { findDiscountModel } from "./discount-model-store.server";
import { loadOfferSettings } from "./load-offer-settings.server";
import { NO_ORDERS, sumOrdersAround } from "./order-history.server";
import { waitsForDiscounts } from "./offer-recipient";

/** An email whose discount may be chosen. */
interface ChosenDiscountEmail {
  readonly messageId: string;
  /** The merchant's own discount. */
  readonly ownPercent: number;
}

/** `message_variant.kind` of the discount in percent with its probability, next to that of the experiment's variant. */
export const DRAWN_DISCOUNT = "discount";

/**
 * Draws the discount of emails that are about to be composed, and records it with its probability. An email keeps
 * its first draw: its recipient may have seen it. In campaigns each customer keeps their variant, because one campaign's
 * code is used in the next, and who had several waits for more. Emails without a running experiment, of the baseline group, and of a
 * step that the merchant does not allow now are missing and have the merchant's own discount.
 */
export async function drawDiscounts(
  db: Db,
  shopId: ShopId,
  {
    emails,
    allowed,
  }: {
    readonly emails: readonly ChosenDiscountEmail[];
    /** The steps whose discount may be chosen now; `CAMPAIGN_OFFER_SCOPE` stands for the campaigns. */
    readonly allowed: readonly { readonly flowId: string | null; readonly stepId: string | null }[];
  },
  now: Date,
): Promise<Map<string, DiscountFact>> {
  if (emails.length === 0) return new Map();
  const experiments = await listDrawnExperiments(db, shopId, ["offer"]);
  if (experiments.length === 0) return new Map();
  const model = await findDiscountModel(db, shopId);
  if (model === null) return new Map();
  const ownOf = new Map(emails.map(({ messageId, ownPercent }) => [messageId, ownPercent]));
  const ids = [...ownOf.keys()];
  const messages = await db.message.findMany({
    // The baseline group gets the merchant's own discount.
    where: { shopId, messageId: { in: ids }, inBaseline: false },
    select: { messageId: true, flowId: true, stepId: true, profileId: true },
  });
  const { currency } = await db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { currency: true },
  });
  const { maxDiscountPercent } = await loadOfferSettings(db, shopId);
  const profileIds = messages.map(({ profileId }) => profileId as ProfileId);
  const groups = await findRecipientGroups(db, shopId, profileIds, now);
  const at = now.toISOString();
  const histories = await sumOrdersAround(
    db,
    shopId,
    [...new Set(profileIds)].map((profileId) => ({ key: profileId, profileId, at })),
  );
  const earlier = new Map(
    (
      await db.messageVariant.findMany({
        where: { shopId, messageId: { in: ids }, kind: { in: ["offer", DRAWN_DISCOUNT] } },
      })
    ).map((row) => [`${row.messageId} ${row.kind}`, row]),
  );

  const facts = new Map<string, DiscountFact>();
  const rows = messages.flatMap(({ messageId, flowId, stepId, profileId }) => {
    const experiment = experiments.find((it) => it.flowId === flowId && it.stepId === stepId);
    const ownPercent = ownOf.get(messageId);
    if (!experiment || ownPercent === undefined) return [];
    const before = {
      offer: earlier.get(`${messageId} offer`),
      discount: earlier.get(`${messageId} ${DRAWN_DISCOUNT}`),
    };
    const isAllowed = allowed.some((it) => it.flowId === flowId && it.stepId === stepId);
    if (!before.discount && !isAllowed) return [];
    const group = groups.get(profileId as ProfileId) ?? null;
    const recipient = { ...(histories.get(profileId) ?? NO_ORDERS), group };
    const email = offerEmailOf({ flowId, stepId });
    const percents = discountsIn(flowId === null, ownPercent, maxDiscountPercent);
    const { chosen, runnerUp } = chooseDiscount(model, { email, recipient }, percents);
    const drawn =
      before.offer && before.discount
        ? {
            variant: before.offer.variant,
            percent: Number(before.discount.variant),
            propensity: before.discount.rate,
          }
        : drawFor(
            shopId,
            experiment,
            { messageId, profileId },
            { percents, ownPercent, chosenPercent: chosen.percent },
          );
    facts.set(messageId, {
      ...{ kind: "discount", percent: drawn.percent, by: drawnBy(drawn.variant), currency },
      ...{ net: chosen.net.mean, reasons: chosen.reasons, waits: waitsForDiscounts(recipient) },
      runnerUp: { percent: runnerUp.percent, net: runnerUp.net.mean, low: runnerUp.net.low },
    });
    if (before.discount) return [];
    const share = experiment.variants.find(({ variant }) => variant === drawn.variant)?.share ?? 1;
    return [
      { messageId, kind: "offer", variant: drawn.variant, rate: share, group },
      {
        ...{ messageId, kind: DRAWN_DISCOUNT, variant: String(drawn.percent), group },
        rate: drawn.propensity,
      },
    ];
  });
  if (rows.length > 0) {
    await db.$executeRaw`
      insert into message_variant (shop_id, message_id, kind, variant, rate, recipient_group)
      select ${shopId}, "messageId", kind, variant, rate, "group"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as drawn (
        "messageId" text, kind text, variant text, rate float8, "group" smallint)
      on conflict do nothing`;
  }
  return facts;
}

function drawFor(
  shopId: ShopId,
  experiment: Experiment,
  { messageId, profileId }: { readonly messageId: string; readonly profileId: string },
  discounts: {
    readonly percents: readonly number[];
    readonly ownPercent: number;
    readonly chosenPercent: number;
  },
) {
  const test = `${shopId}|${scopeKey(experiment)}`;
  const drawnFor = experiment.flowId === null ? profileId : messageId;
  const { variant } = drawByShares(experiment.variants, `${test}|${drawnFor}`);
  return drawDiscount(
    variant,
    { variants: experiment.variants, ...discounts },
    `${test}|${messageId}`,
  );
}

function drawnBy(variant: string): DiscountFact["by"] {
  if (variant === OWN_VARIANT) return "own";
  return variant === RANDOM_DISCOUNT ? "random" : "choice";
}
