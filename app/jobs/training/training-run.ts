export type TrainingState = "queued" | "running" | "done" | "failed" | "canceled";

/** What requested a fit: the nightly schedule or the merchant. */
export type TrainingRequester = "schedule" | "merchant";

/** The steps of a fit, in order: the first two and the last are of every kind. */
export const TRAINING_STEPS = [
  "starting",
  "reading",
  "contenders",
  "intent",
  "churn",
  "lifetime",
  "next_order",
  "customer_groups",
  "uplift",
  "back_test",
  "ranking",
  "orders",
  "encoding",
  "baskets",
  "visits",
  "saving",
] as const;
type TrainingStep = (typeof TRAINING_STEPS)[number];

/** The current state of a fit. */
export interface TrainingProgress {
  readonly step: TrainingStep;
  /** The completed fraction, in [0, 1]. */
  readonly doneRatio: number;
}

/** One fit of one kind of model: the waiting or running one, else the last one. */
export interface TrainingRun {
  readonly state: TrainingState;
  readonly requestedBy: TrainingRequester;
  readonly requestedAt: Date;
  /** `null` while it waits. */
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly cancelRequested: boolean;
  /** `null` unless it runs. */
  readonly step: TrainingStep | null;
  /** The completed fraction, in [0, 1]. */
  readonly doneRatio: number;
}

/**
 * A function that a thread runs. Its input and output are numbers, texts, typed arrays and plain objects of them. It
 * reports progress between its steps.
 */
export type Fit<Input, Output> = (
  input: Input,
  report: (progress: TrainingProgress) => void,
) => Output;
