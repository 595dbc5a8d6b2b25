export type TrainingState = "queued" | "running" | "done" | "failed" | "canceled";

/** What requested a fit: the nightly schedule or the merchant. */
export type TrainingRequester = "schedule" | "merchant";

/** The current state of a fit. */
export interface TrainingProgress {
  /** As shown to the merchant: "Reading orders". */
  readonly step: string;
  /** The completed fraction, in [0, 1]. */
  readonly doneRatio: number;
}

/** One fit of one kind of model: the waiting or running one, else the last one. */
export interface TrainingRun extends TrainingProgress {
  readonly state: TrainingState;
  readonly requestedBy: TrainingRequester;
  readonly requestedAt: Date;
  /** `null` while it waits. */
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly cancelRequested: boolean;
  /** The result as shown to the merchant; `null` until it ended. */
  readonly message: string | null;
}

/**
 * A function that a thread runs. Its input and output are numbers, texts, typed arrays and plain objects of them. It
 * reports progress between its steps.
 */
export type Fit<Input, Output> = (
  input: Input,
  report: (progress: TrainingProgress) => void,
) => Output;
