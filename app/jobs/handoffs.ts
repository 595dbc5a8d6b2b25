import type { JobName } from "./job.server";

/**
 * The handoffs of the pipeline. A stage announces a fact in the transaction that records it, and the same transaction
 * wakes the jobs named here. So a stage never names a later stage. Contains names, not imports, which
 * `app/job-registry.server.ts` resolves.
 */
export const HANDOFFS = {
  webhook_received: ["events.drain-inbox"],
  email_event_received: ["feedback.apply-email-events"],
  shop_installed: [
    "events.run-backfill",
    "events.install-pixel",
    "flows.install-library",
    "delivery.refresh-plan",
  ],
  backfill_advanced: ["events.run-backfill"],
  backfill_completed: ["predictions.train-predictions", "recommendations.fit-models"],
  training_requested: ["predictions.train-predictions", "recommendations.fit-models"],
  predictions_trained: ["predictions.score-profiles"],
  reconciliation_requested: ["profiles.reconcile-shop"],
  events_recorded: ["catalog.project-catalog"],
  browsing_recorded: ["profiles.project-browsing"],
  catalog_projected: ["profiles.project-profiles"],
  profiles_projected: [
    "profiles.join-visitors",
    "predictions.train-predictions",
    "predictions.score-profiles",
    "recommendations.fit-models",
    "segments.update-memberships",
    "segments.apply-reported-changes",
    "flows.enroll-profiles",
    "feedback.attribute-orders",
  ],
  browsing_projected: ["segments.update-memberships"],
  profile_properties_set: ["segments.update-memberships"],
  metafields_chosen: ["profiles.read-metafields"],
  profiles_scored: ["segments.update-memberships"],
  segment_changed: ["segments.sweep-segments", "segments.sync-shopify-members"],
  enrollments_affected: ["flows.move-enrollments", "flows.end-enrollments"],
  enrollments_due: ["flows.advance-enrollments"],
  campaign_due: ["campaigns.plan-campaigns"],
  codes_wanted: ["messages.fill-code-pools"],
  messages_planned: ["delivery.drain-outbox"],
  actions_due: ["delivery.tag-customers", "delivery.call-webhooks", "delivery.notify-merchant"],
  customer_import_requested: ["delivery.import-customers"],
  webhooks_queued: ["delivery.send-webhooks"],
  opt_in_requested: ["delivery.send-confirmations"],
  opt_in_confirmed: ["feedback.write-back-sign-ups"],
  fields_wanted: ["predictions.sync-metafields"],
  customer_erased: ["predictions.sync-metafields", "messages.fill-code-pools"],
  plan_changed: ["delivery.refresh-plan"],
  email_went_wrong: ["delivery.check-auto-pause"],
  suppression_recorded: ["feedback.write-back-consent"],
} as const satisfies Record<string, readonly JobName[]>;

export type Fact = keyof typeof HANDOFFS;

/**
 * The jobs of a small slice: an order from its webhook, and a due email to its event. Woken by a drain of the same shop,
 * they follow in its process, without the queue. The queue wakes them for bursts, and all others.
 */
export const JOBS_THAT_FOLLOW: ReadonlySet<JobName> = new Set<JobName>([
  "catalog.project-catalog",
  "flows.advance-enrollments",
  "delivery.drain-outbox",
]);
