import { sameForAll } from "~/flows/definition/chosen-discount";
import { showsCoupon } from "../coupons/coupon";
import type { CouponEmail } from "../coupons/coupons-of-emails.server";
import { promisesDiscount } from "../coupons/promises-discount";
import type { MessageIntent } from "../message";
import type { EmailContent } from "./gather-contents.server";

type Asked = Pick<CouponEmail, "messageId" | "profileId"> & {
  readonly intent: Pick<MessageIntent, "coupon">;
};

/** The messages that show a discount code and have content. A discount that their text promises is the same for all. */
export function listCouponEmails(
  messages: readonly Asked[],
  contents: ReadonlyMap<string, EmailContent>,
): CouponEmail[] {
  return messages.flatMap(({ messageId, profileId, intent: { coupon } }) => {
    const content = contents.get(messageId);
    if (coupon === null || !content || isPointless(content) || !showsCoupon(content.email)) {
      return [];
    }
    const isPromised = promisesDiscount(content.email);
    return [{ messageId, profileId, coupon: isPromised ? sameForAll(coupon) : coupon }];
  });
}

/** Whether an email has nothing left to say: what it is about is gone, or products that it needs are missing. */
export function isPointless({ isGone, slots, shown, product }: EmailContent): boolean {
  const lacksOne = slots.some(({ blockId, required }) => required && !shown.get(blockId)?.length);
  // While the product is sold out, alternatives replace it, if there are any.
  const hasNothing = product?.priceMinor === null && slots.length > 0 && shown.size === 0;
  return isGone || lacksOne || hasNothing;
}
