import { z } from "zod";

/** Exit conditions of a flow, in addition to those of every flow (`progress/exit-reason.ts`). */
export const ExitCondition = z.enum([
  "order_placed",
  "checkout_completed",
  /** Any refund counts, also of a part. */
  "order_canceled_or_refunded",
  "order_canceled_or_fully_refunded",
  "added_to_cart",
  "checkout_started",
  "cart_emptied",
  /** The trigger product was bought. */
  "product_bought",
  /** The trigger product is sold out or unpublished. */
  "sold_out",
  /** The trigger product is available. */
  "in_stock",
  /** A low-stock product was restocked. */
  "restocked",
  /** The trigger product was removed from the shop. */
  "product_gone",
  /** The product is back at its previous price. */
  "price_back_up",
  /** The customer engaged: a human click or open, a visit, an order or a preference change. */
  "came_back",
  /** The segment change that triggered the enrollment was reversed. */
  "moved_back",
  /** The customer no longer qualifies as a top customer or as about to order. */
  "fell_back",
]);
export type ExitCondition = z.infer<typeof ExitCondition>;
