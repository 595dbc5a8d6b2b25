import type { FlowDefinition } from "../definition/flow";
import { CROSS_SELL } from "./orders/cross-sell";
import { REPLENISHMENT } from "./orders/replenishment";
import { REVIEW_REQUEST } from "./orders/review-request";
import { THANK_YOU } from "./orders/thank-you";
import { BIRTHDAY } from "./people/birthday";
import { NEXT_ORDER } from "./people/next-order";
import { SUNSET } from "./people/sunset";
import { VIP } from "./people/vip";
import { WELCOME } from "./people/welcome";
import { WIN_BACK } from "./people/win-back";
import { BACK_IN_STOCK } from "./products/back-in-stock";
import { LOW_STOCK } from "./products/low-stock";
import { PRICE_DROP } from "./products/price-drop";
import { ABANDONED_CART } from "./visits/abandoned-cart";
import { ABANDONED_CHECKOUT } from "./visits/abandoned-checkout";
import { BROWSE_ABANDONMENT } from "./visits/browse-abandonment";

/** The prebuilt flows that each shop gets as drafts. */
export const FLOW_LIBRARY: readonly FlowDefinition[] = [
  WELCOME,
  BROWSE_ABANDONMENT,
  ABANDONED_CART,
  ABANDONED_CHECKOUT,
  THANK_YOU,
  CROSS_SELL,
  REVIEW_REQUEST,
  REPLENISHMENT,
  WIN_BACK,
  SUNSET,
  BACK_IN_STOCK,
  PRICE_DROP,
  LOW_STOCK,
  VIP,
  BIRTHDAY,
  NEXT_ORDER,
];
