import { DurationMs } from "../definition/duration";
import { defineScanJob, type TriggerScan } from "./define-scan-job.server";

/** Triggers by inventory and prices, which change quickly and are scanned often. */
export const INVENTORY_TRIGGERS: TriggerScan = {
  name: "flows.scan-inventory-triggers",
  kinds: ["back_in_stock", "price_drop", "low_stock"],
  everyMs: DurationMs.minutes(5),
  quietEveryMs: DurationMs.hours(1),
};

export const scanInventoryTriggersJob = defineScanJob(INVENTORY_TRIGGERS);
