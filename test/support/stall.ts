/** Number of the app's responses since the last change. */
export interface Stall {
  readonly state: string;
  readonly answers: number;
  /** Number of those during a fit. */
  readonly answersInFits: number;
}

export const INITIAL_STALL: Stall = { state: "", answers: 0, answersInFits: 0 };

/**
 * Responses without a change that end the wait. They are counted, because a slow app works and answers slowly, with
 * the same event loop and database. With a poll every 400 ms it is four minutes on an idle machine.
 */
const MAX_ANSWERS = 600;
/** A fit runs in a thread, so the app answers meanwhile. Ten times as many are allowed. */
const MAX_ANSWERS_IN_FITS = 6_000;

interface Answer {
  /** The app's completed and pending work, without times. Null after an error response. */
  readonly state: string | null;
  readonly isFitting: boolean;
}

/** Counts one more response. */
export function countAnswer(before: Stall, { state, isFitting }: Answer): Stall {
  if (state !== null && state !== before.state) return { state, answers: 0, answersInFits: 0 };
  return {
    state: before.state,
    answers: before.answers + 1,
    answersInFits: before.answersInFits + (isFitting ? 1 : 0),
  };
}

/** Whether there is no more progress. */
export const isStalled = ({ answers, answersInFits }: Stall): boolean =>
  answers - answersInFits >= MAX_ANSWERS || answersInFits >= MAX_ANSWERS_IN_FITS;
