import type { MarketingState } from "~/events/event";
import type { SuppressionReason } from "~/profiles/suppression-reason";
import type { Comparison, ConditionOf, Behavior } from "../condition";
import type { GroupKind } from "../segment";

export const GROUP_WORDS: Readonly<Record<GroupKind, string>> = {
  all: "All of these hold",
  any: "At least one of these holds",
  none: "None of these holds",
};

export const COMPARISON_WORDS: Readonly<Record<Comparison, string>> = {
  at_least: "At least",
  at_most: "At most",
  exactly: "Exactly",
};

export const BEHAVIOR_WORDS: Readonly<Record<Behavior, string>> = {
  ordered: "Ordered",
  started_checkout: "Started a checkout",
  visited: "Visited the storefront",
  viewed_product: "Viewed a product",
  added_to_cart: "Added to the cart",
  searched: "Searched",
  got_email: "Got an email",
  clicked_email: "Clicked in an email",
  signed_up: "Signed up for news",
  requested_product_alert: "Requested a product alert",
};

export const DATE_WORDS: Readonly<Record<ConditionOf<"date">["date"], string>> = {
  created: "Became a customer",
  first_order: "First ordered",
  last_order: "Last ordered",
  last_seen: "Was last seen in the storefront",
};

export const NUMBER_WORDS: Readonly<Record<ConditionOf<"number">["number"], string>> = {
  order_count: "Number of orders",
  net_spend: "Spent in all, after refunds",
  average_order: "Average order",
  purchase_days: "Days with a purchase",
  median_gap_days: "Usual time between purchases",
};

export const CONSENT_WORDS: Readonly<Record<MarketingState, string>> = {
  subscribed: "subscribed",
  not_subscribed: "not subscribed",
  unsubscribed: "unsubscribed",
  pending: "not confirmed yet",
  invalid: "invalid",
  redacted: "erased",
};

export const REASON_WORDS: Readonly<Record<SuppressionReason, string>> = {
  unsubscribe: "unsubscribed",
  hard_bounce: "address does not exist",
  soft_bounce: "email came back several times",
  complaint: "marked as spam",
  manual: "blocked by you",
  sunset: "never reacts to email",
};
