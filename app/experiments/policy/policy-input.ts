import type { ExperimentKind } from "../optimization/experiment";

/** What may be chosen for one email: the variants of one kind, the merchant's own first. */
export interface PolicyExperiment {
  /** Identifies the email in the shop. */
  readonly email: string;
  readonly kind: ExperimentKind;
  readonly variants: readonly string[];
}

/** Outcomes of the emails of one step to one customer group with the same drawn variants. */
export interface PolicyCell {
  readonly email: string;
  /** Number of the group, from 0. */
  readonly group: number;
  /** Drawn variants by kind; a kind that is missing has the merchant's own. */
  readonly variants: Readonly<Partial<Record<ExperimentKind, string>>>;
  /** Emails old enough for most clicks, and those of them with a human click and with an unsubscribe. */
  readonly sends: number;
  readonly clicks: number;
  readonly unsubscribes: number;
  /** Clicked emails whose 30 days are over. */
  readonly valued: number;
  /** Sum of their net margin of the 30 days after the click, winsorized, in minor units. */
  readonly net: number;
  readonly netSquared: number;
}

/** Money in minor units. */
export interface PolicyEconomics {
  /** Expected net margin of the 30 days after a click, before the cells are counted, > 0. */
  readonly clickValue: number;
  /** Cost of a lost subscriber, ≥ 0, in the same money; see `costOfLostSubscriber`. */
  readonly lostSubscriber: number;
}

export interface PolicyInput {
  /** Number of customer groups. */
  readonly groups: number;
  readonly experiments: readonly PolicyExperiment[];
  readonly cells: readonly PolicyCell[];
  readonly economics: PolicyEconomics;
  /** Seeds the draws, together with `day`. */
  readonly seed: string;
  /** Days since 1970. */
  readonly day: number;
}
