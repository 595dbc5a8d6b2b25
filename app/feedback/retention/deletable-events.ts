import type { EventKind } from "~/events/event";

/**
 * Kinds of events that are deleted by age. Deleted with their email: `email_sent` and `email_clicked`. Storefront
 * activity expires earlier (profiles/visitors/expire-browsing.job.server.ts).
 *
 * Kept as long as the customer or the shop: orders, which predictions and recommendations learn from and profiles are
 * projected from; customers and their merges; consent and unsubscribes; and changes of products, which later prices are compared with.
 */
export const DELETABLE_KINDS = [
  "checkout_started",
  "checkout_updated",
  "checkout_completed",
  "checkout_deleted",
  "shopify_segment_changed",
  "segment_joined",
  "segment_left",
  "churn_predicted",
  "intent_predicted",
  "flow_entry_requested",
  "custom_event_received",
] as const satisfies readonly EventKind[];
