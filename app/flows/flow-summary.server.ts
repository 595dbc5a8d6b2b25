/** A flow and what it has done, for the list. */
export interface FlowSummary {
  readonly flowId: string;
  readonly name: string;
  readonly description: string;
  readonly status: string;
  /** People who are in it now. */
  readonly active: number;
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
