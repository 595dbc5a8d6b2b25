/** How often the app has answered since something last changed. */
export interface Stall {
  readonly state: string;
  readonly answers: number;
  /** Of those while a fit ran. */
  readonly answersInFits: number;
}

export const NOTHING_SEEN: Stall = { state: "", answers: 0, answersInFits: 0 };

/**
 * So many answers in which nothing changed end the wait. They are counted because seconds say nothing: an app
 * that gets little of a machine works slowly and answers slowly, by the same event loop and the same database.
 * At a poll each 400 ms it is four minutes where nothing else runs.
 */
const MAX_ANSWERS = 600;
/** A fit has a thread of its own: the app answers while it computes. It may take ten times as many. */
const MAX_ANSWERS_IN_FITS = 6_000;

interface Answer {
  /** What the app has done and has to do, without the time. Null where it answered with a fault. */
  readonly state: string | null;
  readonly isFitting: boolean;
}

/** Counts one more answer. */
export function countAnswer(before: Stall, { state, isFitting }: Answer): Stall {
  if (state !== null && state !== before.state) return { state, answers: 0, answersInFits: 0 };
  return {
    state: before.state,
    answers: before.answers + 1,
    answersInFits: before.answersInFits + (isFitting ? 1 : 0),
  };
}

/** Whether nothing goes on any more. */
export const isStalled = ({ answers, answersInFits }: Stall): boolean =>
  answers - answersInFits >= MAX_ANSWERS || answersInFits >= MAX_ANSWERS_IN_FITS;
