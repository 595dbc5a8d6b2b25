import type { HoldoutReason } from "~/experiments/draw-holdout";
import type { MessageState } from "~/messages/message";
import type { DeferReason, SkipReason } from "../decide-delivery";

/** Why sending failed for a reason in the message or at the provider, not with the recipient. */
export type FailReason =
  | "bad_recipient"
  | "bad_sender"
  | "bad_header"
  | "bad_link"
  | "too_large"
  | "unreadable"
  | "not_composed"
  | "refused_by_provider"
  | "no_answer"
  | "not_listed";

const BATCH_REASONS = [
  "rate_limited",
  "quota_exhausted",
  "identity_refused",
  "retrying",
  "asked_after_quiet_hours",
] as const;

/** Why a composed message waits for the provider. */
export type BatchReason = (typeof BATCH_REASONS)[number];

/** Whether a reason concerns the provider, not the message. */
export function isBatchReason(reason: string): reason is BatchReason {
  return BATCH_REASONS.some((it) => it === reason);
}

/** Why composing found nothing to send. */
export type ComposeReason = "nothing_to_recommend" | "object_gone";

/** `due`: it is overdue, and nothing holds it back. */
type MessageReason =
  SkipReason | DeferReason | FailReason | BatchReason | ComposeReason | HoldoutReason | "due";

const SENTENCES: Readonly<Record<MessageReason, string>> = {
  shop_uninstalled: "The app was uninstalled.",
  profile_deleted: "The customer was deleted.",
  erased: "The customer asked to be forgotten.",
  restored:
    "The database was restored from a backup, and the email may have been sent before. It is not sent again.",
  no_address: "The customer has no email address.",
  not_subscribed: "The customer has not agreed to marketing email.",
  unsubscribed: "The customer has unsubscribed.",
  suppressed: "The address is suppressed: it bounced, complained, or was blocked by hand.",
  order_placed: "The customer has ordered since.",
  checkout_completed: "The checkout was completed.",
  checkout_replaced: "The customer has started a newer checkout, which counts instead.",
  order_returned: "The order was cancelled or money went back.",
  order_refunded: "The order was cancelled or all of its money went back.",
  added_to_cart: "The customer has put something into the cart since.",
  checkout_started: "The customer has started a checkout since.",
  cart_emptied: "The cart is empty.",
  product_bought: "The customer has bought the product.",
  sold_out: "The product cannot be bought at the moment.",
  in_stock: "The product can be bought again.",
  restocked: "There is more of the product again.",
  product_gone: "The product is no longer in the shop.",
  price_back_up: "The product costs again what it did.",
  came_back:
    "The customer has come back: a click, a visit, an order, or a choice of what they get.",
  moved_back: "The customer no longer is where the segment had put them.",
  fell_back: "The customer is no longer among those whom the flow looks for.",
  later_stage: "The customer has come closer to an order; another flow writes about that.",
  goal_reached: "The flow has reached its goal.",
  does_not_fit: "The customer no longer fits the flow's conditions.",
  object_gone: "What the email was about is gone.",
  flow_archived: "The flow was archived.",
  step_removed: "The flow was changed, and nothing of it was left for them.",
  campaign_cancelled: "The campaign was cancelled.",
  nothing_available: "Nothing in the checkout can be bought at the moment.",
  nothing_to_recommend: "There was no product to recommend.",
  expired: "It could not leave in time to be worth reading.",
  not_published: "The email is a draft. It is sent once you have published it.",
  repeated: "The customer has had this email lately. The same email comes once in its period.",
  yields: "Another email to this customer is due that earns more. This one leaves it the room.",
  topic_off: "The customer has turned this kind of email off.",
  paused_by_customer: "The customer has asked for a pause.",
  fewer_by_customer: "The customer has asked for fewer emails.",
  quiet_hours: "It is night where the customer lives.",
  frequency_cap: "The customer has had enough email for now.",
  flow_paused:
    "The flow is paused. The email leaves when it goes on, unless it is too late by then.",
  campaign_paused: "The campaign is paused. The email leaves when it goes on.",
  access_lost:
    "Shopify has refused Kindred's access to your shop for a day. Emails leave again when Kindred is opened there.",
  shop_frozen:
    "Shopify has frozen your shop. The email leaves when it is open again, unless it is too late by then.",
  shop_paused:
    "Your shop is paused. The email leaves when it is open again, unless it is too late by then.",
  code_coming: "Its discount code is still being made in Shopify. The email leaves in a moment.",
  plan_limit:
    "The emails of your plan are used up for this month. The email leaves when the next month begins or you choose a larger plan, unless it is too late by then.",
  plan_limit_expired:
    "The emails of your plan were used up, and there were none again while it was worth reading.",
  sender_missing: "Your sender address is not set. Add it in the settings.",
  postal_address_missing: "Your postal address is not set. Marketing email must show it.",
  brand_incomplete: "Your brand settings are not complete.",
  due: "Its time has come. It leaves next.",
  checkout_in_use: "The customer is busy with the checkout.",
  rate_limited: "The email provider asks to go slower. The email leaves shortly.",
  quota_exhausted: "Your email provider's quota is used up. The email leaves when it is renewed.",
  identity_refused: "Your email provider does not accept the sender. Check its domain and key.",
  retrying:
    "The email provider has not answered. The email is offered again, and cannot arrive twice.",
  asked_after_quiet_hours:
    "The email provider has not answered, and it is night where the customer lives. The email is offered again in the morning, and cannot arrive twice.",
  no_answer: "The email provider never said whether it took the email. It is not offered again.",
  not_listed:
    "The email provider never said whether it took the email, and its list of sent emails does not have it. It is not offered again.",
  bad_recipient: "The customer's email address cannot be emailed.",
  bad_sender: "Your sender address cannot be used.",
  bad_header: "The subject or sender name has characters that email cannot carry.",
  bad_link: "A link in the email is no web address.",
  too_large: "The email is larger than mailbox providers show.",
  unreadable: "What the email was planned with cannot be read any more.",
  not_composed:
    "Kindred could not write the email. It tries again, less and less often, as long as the email is worth sending.",
  refused_by_provider: "The email provider refused the email.",
  holdout: "Left alone on purpose, to measure what email earns.",
  shop_holdout: "Left alone by all of your email on purpose, to measure what it earns together.",
};

/** Every reason that a message may have. */
export const MESSAGE_REASONS = Object.keys(SENTENCES) as readonly MessageReason[];

/**
 * One sentence for the merchant about a reason.
 *
 * @param reason a message's reason code; an unknown code is spelled out
 */
export function describeSkipReason(reason: string): string {
  const sentence = (SENTENCES as Readonly<Record<string, string>>)[reason];
  if (sentence) return sentence;
  const words = reason.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** One sentence for the merchant about a message's outcome. */
export function describeMessage(state: MessageState, reason: string | null): string {
  if (reason !== null) return describeSkipReason(reason);
  switch (state) {
    case "planned":
      return "Waits for its time.";
    case "sending":
      return "Is being handed to the email provider.";
    case "sent":
      return "Was taken by the email provider.";
    case "skipped":
      return "Was not sent.";
    case "withheld":
      return describeSkipReason("holdout");
    case "failed":
      return describeSkipReason("refused_by_provider");
    case "unknown":
      return describeSkipReason("no_answer");
  }
}

const DELIVERIES: Readonly<Record<string, string>> = {
  delayed: "Was taken by the email provider, but the customer's mailbox keeps it waiting.",
  soft_bounced: "The customer's mailbox did not take it this time.",
  delivered: "Arrived in the customer's mailbox.",
  failed: "The email provider took it and could not send it.",
  suppressed: "The email provider holds it back: the address bounced or complained before.",
  bounced: "Came back: the address does not exist.",
  complained: "The customer marked it as spam.",
};

/**
 * One sentence for the merchant about how far a sent email got.
 *
 * @param deliveryState as the provider reported it; null: no report yet
 * @returns null when nothing is known beyond that it was sent
 */
export function describeDelivery(deliveryState: string | null): string | null {
  return deliveryState === null ? null : (DELIVERIES[deliveryState] ?? null);
}
