import { z } from "zod";
import type { TriggerObject } from "./send-step";
import type { TriggerKind } from "./trigger";

/**
 * The purpose of a message, which decides the sending limits
 * (`delivery/decision/sending-rules.ts`).
 */
export const MessagePurpose = z.enum([
  "checkout",
  "cart",
  "browse",
  "back_in_stock",
  "price_drop",
  "low_stock",
  "order",
  "replenishment",
  "welcome",
  "lifecycle",
  "campaign",
  "opt_in_confirmation",
]);
export type MessagePurpose = z.infer<typeof MessagePurpose>;

const PURPOSES: Readonly<Record<TriggerKind, MessagePurpose>> = {
  checkout_idle: "checkout",
  cart_idle: "cart",
  browse_idle: "browse",
  consent_given: "welcome",
  segment_joined: "lifecycle",
  segment_left: "lifecycle",
  shopify_flow: "lifecycle",
  custom_event: "lifecycle",
  order_paid: "order",
  order_delivered: "order",
  lapsed: "lifecycle",
  replenishment_due: "replenishment",
  unengaged: "lifecycle",
  top_customer: "lifecycle",
  anniversary: "lifecycle",
  order_expected: "lifecycle",
  back_in_stock: "back_in_stock",
  price_drop: "price_drop",
  low_stock: "low_stock",
};

/** The usual purpose of a flow's messages. */
export const purposeOfTrigger = (kind: TriggerKind): MessagePurpose => PURPOSES[kind];

/** The purpose of a flow message by trigger and trigger object. */
export function getPurpose(kind: TriggerKind, object: TriggerObject): MessagePurpose {
  // The variant sold out again: the message offers alternatives that the customer did not request.
  if (object.kind === "product" && object.isGoneAgain) return "browse";
  return PURPOSES[kind];
}
