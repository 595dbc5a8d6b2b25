import type { FlowDefinition } from "./flow";
import type { CouponRequest, SendStep } from "./send-step";
import type { TriggerKind } from "./trigger";

/**
 * Whether the discounts of a flow with this trigger are promised before it starts: forms offer a code for signing up.
 * A promised discount is given to everyone, so Kindred never chooses it.
 */
export const isPromisedBefore = (trigger: TriggerKind): boolean => trigger === "consent_given";

/** The discount as requested for an email of a flow: Kindred chooses none that was promised. */
export function requestedCoupon(
  { trigger }: Pick<FlowDefinition, "trigger">,
  { coupon }: Pick<SendStep, "coupon">,
): CouponRequest | null {
  return coupon && isPromisedBefore(trigger.kind) ? sameForAll(coupon) : coupon;
}

/** The same discount for every recipient. */
export function sameForAll({ percentOff, validDays }: CouponRequest): CouponRequest {
  return { percentOff, validDays };
}
