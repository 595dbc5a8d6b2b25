import type { Db } from "~/db.server";
import type { DrawnOutcome } from "~/experiments/offers/decide-discounts";
import type { CreditedOutcome } from "~/experiments/offers/needless-discounts";
import { offerEmailOf } from "~/experiments/offers/discount-model";
import { DRAWN_DISCOUNT } from "~/experiments/offers/draw-discounts.server";
import {
  NO_ORDERS,
  OFFER_OUTCOME_DAYS,
  sumOrdersAround,
} from "~/experiments/offers/order-history.server";
import { sumUnofferedOrders } from "~/experiments/offers/unoffered-orders.server";
import { usualDiscountByMonth } from "~/experiments/offers/usual-discount";
import { CAMPAIGN_OFFER_SCOPE } from "~/experiments/optimization/experiment";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";

/** Days of emails that count: effects of a year ago may have changed. */
const LEARNED_DAYS = 365;
const DAY_MS = 86_400_000;
/** The newest emails suffice for a posterior. */
const MAX_EMAILS = 50_000;

interface DrawnRow {
  readonly messageId: string;
  readonly profileId: ProfileId;
  readonly email: string;
  readonly sentAt: Date;
  readonly variant: string;
  readonly percent: number;
  readonly propensity: number;
  readonly group: number | null;
  readonly ownPercent: number;
  readonly emailsInPeriod: number;
  readonly credited: number;
}

/** An outcome with the time of its email and the merchant's own discount in it. */
interface SentOutcome extends DrawnOutcome, CreditedOutcome {
  readonly sentAt: Date;
  readonly ownPercent: number;
}

/** Emails whose discount was drawn, and whose 30 days are over, with what their recipients ordered. */
export async function listOfferOutcomes(db: Db, shopId: ShopId, now: Date): Promise<SentOutcome[]> {
  const rows = await db.$queryRaw<DrawnRow[]>`
    with sent as (
      select message.message_id as "messageId", message.profile_id as "profileId",
        coalesce(message.flow_id || '/' || message.step_id, ${offerEmailOf(CAMPAIGN_OFFER_SCOPE)}) as email,
        message.sent_at as "sentAt", drawn.variant, depth.variant::int as percent, depth.rate as propensity,
        depth.recipient_group::int as "group",
        (message.intent->'coupon'->>'percentOff')::int as "ownPercent",
        (count(*) over (partition by message.profile_id order by message.sent_at
          range between current row and make_interval(days => ${OFFER_OUTCOME_DAYS}::int) following))::int
          as "emailsInPeriod"
      from message_status message
      join message_variant drawn on drawn.shop_id = message.shop_id
        and drawn.message_id = message.message_id and drawn.kind = 'offer'
      join message_variant depth on depth.shop_id = message.shop_id
        and depth.message_id = message.message_id and depth.kind = ${DRAWN_DISCOUNT}
      where message.shop_id = ${shopId} and message.intent->'coupon'->>'percentOff' is not null
        and message.sent_at > ${now}::timestamptz - make_interval(days => ${LEARNED_DAYS}::int)
        and message.sent_at <= ${now}::timestamptz)
    select sent.*, (
      select count(*)::int from attribution
      where attribution.shop_id = ${shopId} and attribution.message_id = sent."messageId") as credited
    from sent
    where "sentAt" <= ${now}::timestamptz - make_interval(days => ${OFFER_OUTCOME_DAYS}::int)
    order by "sentAt" desc, "messageId"
    limit ${MAX_EMAILS}`;
  const orders = await sumOrdersAround(
    db,
    shopId,
    rows.map(({ messageId, profileId, sentAt }) => ({
      ...{ key: messageId, profileId, at: sentAt.toISOString() },
    })),
  );
  const since = new Date(now.getTime() - LEARNED_DAYS * DAY_MS);
  const usualDiscountIn = usualDiscountByMonth(
    rows.length === 0 ? [] : await sumUnofferedOrders(db, shopId, { since, now }),
  );
  return rows.map(({ messageId, profileId, group, ...row }) => {
    const { ordersAfter, listAfterMinor, netAfterMinor, costAfterMinor, ...before } =
      orders.get(messageId) ?? NO_ORDERS;
    const month = row.sentAt.toISOString().slice(0, 7);
    return {
      ...{ ...row, month, customer: profileId, usualDiscount: usualDiscountIn(month) },
      recipient: { ...before, group },
      ...{ orders: ordersAfter, listMinor: listAfterMinor, netMinor: netAfterMinor },
      costMinor: costAfterMinor,
    };
  });
}
