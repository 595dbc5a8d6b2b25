import { DurationMs } from "../definition/duration";
import { defineScanJob, type TriggerScan } from "./define-scan-job.server";

/** Triggers by customer behavior and predictions, scanned each hour. */
export const SCHEDULED_TRIGGERS: TriggerScan = {
  name: "flows.scan-scheduled-triggers",
  kinds: [
    "lapsed",
    "unengaged",
    "top_customer",
    "anniversary",
    "order_expected",
    "replenishment_due",
  ],
  everyMs: DurationMs.hours(1),
  quietEveryMs: DurationMs.hours(1),
};

export const scanScheduledTriggersJob = defineScanJob(SCHEDULED_TRIGGERS);
