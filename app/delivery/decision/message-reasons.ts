import type { HoldoutReason } from "~/experiments/draw-holdout";
import { ExitReason } from "~/flows/rules/exit-reason";
import type { DeferReason, SkipReason } from "./decide-delivery";

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
  "retrying_after_quiet_hours",
] as const;

/** Why a composed message waits for the provider. */
export type BatchReason = (typeof BATCH_REASONS)[number];

/** Whether a reason concerns the provider, not the message. */
export function isBatchReason(reason: string): reason is BatchReason {
  return BATCH_REASONS.some((it) => it === reason);
}

/** Why composing found nothing to send. */
export type ComposeReason = "nothing_to_recommend" | "object_gone";

/** Why a campaign does not plan to email a member who can be emailed. */
type PlanReason = "unlikely_influenced";

/** `due`: it is overdue, and nothing holds it back. */
type MessageReason =
  | SkipReason
  | DeferReason
  | FailReason
  | BatchReason
  | ComposeReason
  | HoldoutReason
  | PlanReason
  | "due";

const OTHER_REASONS: Readonly<Record<Exclude<MessageReason, ExitReason>, true>> = {
  shop_uninstalled: true,
  no_address: true,
  not_subscribed: true,
  does_not_fit: true,
  campaign_canceled: true,
  nothing_available: true,
  nothing_to_recommend: true,
  expired: true,
  not_published: true,
  repeated: true,
  yields: true,
  topic_off: true,
  paused_by_customer: true,
  fewer_by_customer: true,
  quiet_hours: true,
  frequency_cap: true,
  flow_paused: true,
  campaign_paused: true,
  access_lost: true,
  shop_frozen: true,
  shop_paused: true,
  code_coming: true,
  plan_limit: true,
  plan_limit_expired: true,
  sender_missing: true,
  postal_address_missing: true,
  brand_incomplete: true,
  due: true,
  checkout_in_use: true,
  rate_limited: true,
  quota_exhausted: true,
  identity_refused: true,
  retrying: true,
  retrying_after_quiet_hours: true,
  no_answer: true,
  not_listed: true,
  bad_recipient: true,
  bad_sender: true,
  bad_header: true,
  bad_link: true,
  too_large: true,
  unreadable: true,
  not_composed: true,
  refused_by_provider: true,
  holdout: true,
  shop_holdout: true,
  unlikely_influenced: true,
};

/** Every reason that a message may have. */
export const MESSAGE_REASONS = [
  ...ExitReason.options,
  ...Object.keys(OTHER_REASONS),
] as readonly MessageReason[];
