import { drawOrder, meanOrderMinor, type OrderLaw } from "../laws/customer-law";
import { draw } from "../laws/draws";
import { redeemChance } from "../laws/offer-law";
import type { ShopLaw } from "../laws/shop-law";
import { validPercent } from "./coupons";
import type { Person } from "./person";

/** An order with its discount. */
export interface Sale extends OrderLaw {
  readonly profitMinor: number;
  readonly discountMinor: number;
}

/** What determines an order's draws: its day, its number on that day, and whether an email caused it. */
export interface SaleKey {
  readonly day: number;
  readonly nth: number;
  readonly isCaused: boolean;
}

/** An order of a customer, with a valid coupon if they redeem one. */
export function drawSale(
  law: ShopLaw,
  { law: customer, coupons }: Person,
  atMs: number,
  { day, nth, isCaused }: SaleKey,
): Sale {
  const order = drawOrder(law, customer, day, nth);
  const { choices } = law;
  if (choices === null) return { ...order, profitMinor: order.netMinor, discountMinor: 0 };
  const percent = validPercent(coupons, atMs);
  const redeems =
    percent > 0 &&
    draw(law.seed, customer.customer, day, "redeems", nth) <
      redeemChance(choices.offers, customer.offerType, isCaused);
  const discountMinor = redeems ? Math.round((order.netMinor * percent) / 100) : 0;
  return {
    ...order,
    discountMinor,
    netMinor: order.netMinor - discountMinor,
    profitMinor: Math.round(order.netMinor * choices.marginRate) - discountMinor,
  };
}

/** Expected net revenue and profit of a customer's order. */
export function expectSale(
  law: ShopLaw,
  { law: customer, coupons }: Person,
  atMs: number,
  isCaused: boolean,
): { readonly netMinor: number; readonly profitMinor: number } {
  const fullMinor = meanOrderMinor(law, customer);
  const { choices } = law;
  if (choices === null) return { netMinor: fullMinor, profitMinor: fullMinor };
  const percent = validPercent(coupons, atMs);
  const discount = (percent / 100) * redeemChance(choices.offers, customer.offerType, isCaused);
  return {
    netMinor: fullMinor * (1 - discount),
    profitMinor: fullMinor * (choices.marginRate - discount),
  };
}
