import type { FlowStatus } from "./status/flow-status";

/** How far back the list and a flow's page look: what a page counts must not grow with the years. */
export const SUMMARY_DAYS = 30;

/** A flow and what it has done lately, for the list. */
export interface FlowSummary {
  readonly flowId: string;
  readonly name: string;
  readonly description: string;
  readonly status: FlowStatus;
  /** People who are in it now. */
  readonly active: number;
  /** Mails of the last `SUMMARY_DAYS` days; the clicks, orders and revenue are those of the same days. */
  readonly sent: number;
  /** Mails that a person clicked in. */
  readonly clicked: number;
  readonly orders: number;
  readonly netMinor: number;
}

export interface FlowList {
  readonly currency: string;
  readonly flows: readonly FlowSummary[];
}
