import type { FlowDefinition } from "~/flows/definition/flow";
import type { FlowStatus } from "~/flows/definition/flow-status";

/** Days that the flow list and page cover, so that counting does not grow over the years. */
export const SUMMARY_DAYS = 30;

/** A flow with recent counts, for the list. */
export interface FlowSummary {
  readonly flowId: string;
  readonly name: string;
  readonly key: FlowDefinition["key"];
  readonly trigger: FlowDefinition["trigger"];
  readonly status: FlowStatus;
  /** Active enrollments. */
  readonly active: number;
  /** Messages of the last `SUMMARY_DAYS` days; clicks, orders and revenue cover the same days. */
  readonly sent: number;
  /** Messages with a human click. */
  readonly clicked: number;
  readonly orders: number;
  readonly netMinor: number;
}

export interface FlowList {
  readonly currency: string;
  readonly flows: readonly FlowSummary[];
}
