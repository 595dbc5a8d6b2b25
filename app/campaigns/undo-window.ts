import { DurationMs, addMs } from "~/flows/definition/duration";

/** How long the start of a campaign can be undone. Nothing is sent before that. */
export const UNDO_MS = DurationMs.minutes(0.5);

/** The end of the undo window of a start. */
export const getUndoUntil = (confirmedAt: Date): Date => addMs(confirmedAt, UNDO_MS);

/**
 * Milliseconds left to undo a start.
 *
 * @returns 0 after the undo window and for campaigns that are not scheduled
 */
export function undoMsLeft(
  { status, undoUntil }: { readonly status: string; readonly undoUntil: Date | null },
  now: Date,
): number {
  if (status !== "scheduled" || undoUntil === null) return 0;
  return Math.max(0, undoUntil.getTime() - now.getTime());
}
