import type { Tx } from "~/db.server";
import type { DiscountFact } from "~/experiments/offers/discount-fact";
import { CAMPAIGN_OFFER_SCOPE } from "~/experiments/optimization/experiment";
import { drawDiscounts } from "~/experiments/offers/draw-discounts.server";
import { listAllowedDiscounts } from "~/flows/progress/allowed-discounts.server";
import type { ShopId } from "~/lib/shop-id";
import { giveCoupons, type CouponEmail, type CouponOutcome } from "./coupons-of-emails.server";

/** The discounts of messages, by message id. */
interface DrawnCoupons {
  readonly coupons: ReadonlyMap<string, CouponOutcome>;
  /** Why a message has its discount or none; missing: all get the same. */
  readonly discounts: ReadonlyMap<string, DiscountFact>;
}

/** Draws the discounts that Kindred may choose, and assigns a code to each message that gets a discount. */
export async function drawCoupons(
  tx: Tx,
  shopId: ShopId,
  emails: readonly CouponEmail[],
  deps: Parameters<typeof giveCoupons>[3],
): Promise<DrawnCoupons> {
  const chosen = emails.flatMap(({ messageId, coupon }) =>
    coupon.perCustomer ? [{ messageId, ownPercent: coupon.percentOff }] : [],
  );
  // The merchant may have taken a flow's choice back since the emails were planned. A campaign's plan stays.
  const allowed = chosen.length > 0 ? await listAllowedDiscounts(tx, shopId) : [];
  const discounts = await drawDiscounts(
    tx,
    shopId,
    { emails: chosen, allowed: [...allowed, CAMPAIGN_OFFER_SCOPE] },
    deps.now,
  );
  const offered = emails.flatMap((it): CouponEmail[] => {
    const percentOff = discounts.get(it.messageId)?.percent ?? it.coupon.percentOff;
    return percentOff === 0 ? [] : [{ ...it, coupon: { ...it.coupon, percentOff } }];
  });
  return { coupons: await giveCoupons(tx, shopId, offered, deps), discounts };
}
