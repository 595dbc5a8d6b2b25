import type { JobName } from "./job";

/** Every job of the app. */
export const JOB_NAMES: readonly JobName[] = [
  "events.drain-inbox",
  "events.run-backfill",
  "catalog.project-catalog",
  "profiles.project-profiles",
  "recommendations.fit-models",
  "flows.enroll-profiles",
  "flows.advance-enrollments",
  "delivery.drain-outbox",
  "feedback.attribute-orders",
];
