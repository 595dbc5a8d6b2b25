import type { FlowEmailCounts } from "~/flows/definition/count-flow-emails";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { FlowStatus } from "~/flows/definition/flow-status";
import { sortByFit, type FlowFit } from "~/flows/library/industry-flows";
import type { Industry } from "~/i18n/industry";

/** Days that the flow list and page cover, so that counting does not grow over the years. */
export const SUMMARY_DAYS = 30;

/** A flow with recent counts, for the list. */
export interface FlowSummary {
  readonly flowId: string;
  readonly name: string;
  readonly key: FlowDefinition["key"];
  readonly trigger: FlowDefinition["trigger"];
  readonly emails: FlowEmailCounts;
  readonly status: FlowStatus;
  /** How well it suits the shop's industry. */
  readonly fit: FlowFit;
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
  readonly industry: Industry;
  /** Of the counts: `Counted`. */
  readonly countedAt: string | null;
  readonly flows: readonly FlowSummary[];
}

const STATUS_ORDER: readonly FlowStatus[] = ["live", "paused", "draft", "archived"];

/** Flows in the order of the list: by status, then by what the industry begins with. Stable otherwise. */
export const sortFlowList = <Flow extends Pick<FlowSummary, "key" | "status">>(
  flows: readonly Flow[],
  industry: Industry,
): Flow[] =>
  sortByFit(flows, industry).sort(
    (one, other) => STATUS_ORDER.indexOf(one.status) - STATUS_ORDER.indexOf(other.status),
  );
