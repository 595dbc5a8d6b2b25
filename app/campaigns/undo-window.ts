import { DurationMs, laterBy } from "~/flows/duration";

/** For so long after a merchant has started a campaign nothing of it leaves, and the start can be undone. */
export const UNDO_MS = DurationMs.minutes(0.5);

/** Until when a start can be undone, of one that has just been confirmed. */
export const undoUntilOf = (confirmedAt: Date): Date => laterBy(confirmedAt, UNDO_MS);

/**
 * How many milliseconds are left to undo a start.
 *
 * @returns 0 once its time is over, and of a campaign that nobody has just started
 */
export function undoMsLeft(
  { status, undoUntil }: { readonly status: string; readonly undoUntil: Date | null },
  now: Date,
): number {
  if (status !== "scheduled" || undoUntil === null) return 0;
  return Math.max(0, undoUntil.getTime() - now.getTime());
}
