import type { Stories } from "./story";
import { CROSS_SELL, REPLENISHMENT, REVIEW_REQUEST, THANK_YOU } from "./stories/orders";
import { BIRTHDAY, NEXT_ORDER, SUNSET, VIP, WELCOME, WIN_BACK } from "./stories/people";
import { BACK_IN_STOCK, LOW_STOCK, PRICE_DROP } from "./stories/products";
import { ABANDONED_CART, ABANDONED_CHECKOUT, BROWSE_ABANDONMENT } from "./stories/visits";

/** The sixteen prebuilt flows, all live in one shop: which customers get which emails, and when. */
export const STORIES: Readonly<Record<string, Stories>> = {
  welcome: WELCOME,
  "browse-abandonment": BROWSE_ABANDONMENT,
  "abandoned-cart": ABANDONED_CART,
  "abandoned-checkout": ABANDONED_CHECKOUT,
  "thank-you": THANK_YOU,
  "cross-sell": CROSS_SELL,
  "review-request": REVIEW_REQUEST,
  replenishment: REPLENISHMENT,
  "win-back": WIN_BACK,
  sunset: SUNSET,
  "back-in-stock": BACK_IN_STOCK,
  "price-drop": PRICE_DROP,
  "low-stock": LOW_STOCK,
  vip: VIP,
  birthday: BIRTHDAY,
  "next-order": NEXT_ORDER,
};
