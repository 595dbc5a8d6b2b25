export type TrainingState = "queued" | "running" | "done" | "failed" | "cancelled";

/** What requested a fit: the nightly schedule or the merchant. */
export type TrainingRequester = "schedule" | "merchant";

/** What a fit is at. */
export interface TrainingProgress {
  /** In the merchant's words: "Reading orders". */
  readonly step: string;
  /** The part of the whole that is done, in [0, 1]. */
  readonly doneRatio: number;
}

/** One fit of one kind of model: the one that waits or runs, else the one that ended last. */
export interface TrainingRun extends TrainingProgress {
  readonly state: TrainingState;
  readonly requestedBy: TrainingRequester;
  readonly requestedAt: Date;
  /** `null` while it waits. */
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly cancelRequested: boolean;
  /** What came of it, in the merchant's words; `null` until it ended. */
  readonly message: string | null;
}

/**
 * A function that a thread runs: what it is given and what it returns are numbers, texts, typed
 * arrays and plain objects of them. It reports progress between its steps.
 */
export type Fit<Input, Output> = (
  input: Input,
  report: (progress: TrainingProgress) => void,
) => Output;
