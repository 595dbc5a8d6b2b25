import { COUPON_DAYS, WAITING_DAYS } from "../laws/offer-law";
import { DAY_MS } from "./times";

/** A customer's discount codes. */
export interface Coupons {
  percent: number;
  untilMs: number;
  /** When the coupons of the last 90 days came, oldest first. */
  readonly receivedMs: number[];
}

export const noCoupons = (): Coupons => ({ percent: 0, untilMs: -Infinity, receivedMs: [] });

/** The valid discount in percent; 0: none. */
export const validPercent = ({ percent, untilMs }: Coupons, nowMs: number) =>
  nowMs < untilMs ? percent : 0;

/** A customer keeps the larger of two valid discounts. */
export function receiveCoupon(coupons: Coupons, percent: number, nowMs: number): void {
  if (percent === 0) return;
  coupons.receivedMs.push(nowMs);
  if (validPercent(coupons, nowMs) > percent) return;
  coupons.percent = percent;
  coupons.untilMs = nowMs + COUPON_DAYS * DAY_MS;
}

/** Each code is redeemed once. */
export function redeemCoupon(coupons: Coupons): void {
  coupons.untilMs = -Infinity;
}

/** Number of coupons in the last 90 days. */
export function recentCoupons({ receivedMs }: Coupons, nowMs: number): number {
  while (receivedMs[0] !== undefined && receivedMs[0] <= nowMs - WAITING_DAYS * DAY_MS) {
    receivedMs.shift();
  }
  return receivedMs.length;
}
