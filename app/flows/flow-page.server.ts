import type { FlowDefinition } from "./flow";

/** What happened at one step, over all versions of the flow. */
export interface StepNumbers {
  /** Runs whose next step this is. */
  readonly waiting: number;
  /** Mails planned and not gone yet. */
  readonly planned: number;
  readonly sent: number;
  readonly skipped: number;
  /** Holdout: written down, not sent. */
  readonly withheld: number;
  /** Mails that a person clicked in. */
  readonly clicked: number;
  readonly orders: number;
  readonly netMinor: number;
}

export interface FlowPage {
  readonly flowId: string;
  readonly name: string;
  readonly status: string;
  readonly version: number;
  readonly definition: FlowDefinition;
  readonly currency: string;
  /** By step id; a step without numbers is absent. */
  readonly numbers: Readonly<Record<string, StepNumbers>>;
  readonly runs: { readonly active: number; readonly completed: number; readonly holdout: number };
  readonly exits: readonly { readonly reason: string; readonly count: number }[];
  /** Runs that are under way on an earlier version. */
  readonly onEarlierVersions: number;
}
