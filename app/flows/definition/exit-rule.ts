import { z } from "zod";

/** What ends a run of a flow, besides what ends every run (`run/exit-reason.ts`). */
export const ExitRule = z.enum([
  "order_placed",
  "checkout_completed",
  /** Any money went back, or the order was cancelled. */
  "order_returned",
  /** All of the money went back, or the order was cancelled. */
  "order_refunded",
  "added_to_cart",
  "checkout_started",
  "cart_emptied",
  /** What the run is about was bought. */
  "product_bought",
  /** What the run is about cannot be bought: sold out, or no longer published. */
  "sold_out",
  /** What the run is about can be bought. */
  "in_stock",
  /** Of what little was left, there is more again. */
  "restocked",
  /** What the run is about was taken out of the shop. */
  "product_gone",
  /** The product costs again what it did. */
  "price_back_up",
  /** A click or a counted open of a person, a visit, an order, or a choice of what they get: they are there. */
  "came_back",
  /** Who came into the run by joining a segment has left it since; by leaving it, is in it again. */
  "moved_back",
  /** Who was found among the best, or about to order, is it no more. */
  "fell_back",
]);
export type ExitRule = z.infer<typeof ExitRule>;
