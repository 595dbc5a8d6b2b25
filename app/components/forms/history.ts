/**
 * A draft with its undo and redo states: newest last in `past`, nearest first in `future`. Plain
 * JSON.
 */
export interface EditHistory<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** The field of the last change, while further changes of it are merged; else null. */
  readonly last: { readonly field: string; readonly atMs: number } | null;
}

/** Maximum number of undo steps. */
const MAX_STEPS = 200;

/** Changes of one field that follow each other faster than this are undone together: a word, not a letter. */
const PAUSE_MS = 1_200;

/** A history without changes. */
export function startHistory<T>(present: T): EditHistory<T> {
  return { past: [], present, future: [], last: null };
}

/**
 * The draft after a change.
 *
 * @param about the changed field; null for a separate undo step
 */
export function recordChange<T>(
  history: EditHistory<T>,
  changed: T,
  { field, atMs }: { readonly field: string | null; readonly atMs: number },
): EditHistory<T> {
  const { past, present, last } = history;
  if (JSON.stringify(changed) === JSON.stringify(present)) return history;
  const isSameEdit = field !== null && last?.field === field && atMs - last.atMs < PAUSE_MS;
  return {
    past: isSameEdit ? past : [...past, present].slice(-MAX_STEPS),
    present: changed,
    future: [],
    last: field === null ? null : { field, atMs },
  };
}

/** The history one step back; unchanged at the start. */
export function undo<T>(history: EditHistory<T>): EditHistory<T> {
  const { past, present, future } = history;
  if (past.length === 0) return history;
  const before = past[past.length - 1] as T;
  return { past: past.slice(0, -1), present: before, future: [present, ...future], last: null };
}

/** The history one step forward; unchanged at the end. */
export function redo<T>(history: EditHistory<T>): EditHistory<T> {
  const { past, present, future } = history;
  if (future.length === 0) return history;
  const next = future[0] as T;
  return { past: [...past, present], present: next, future: future.slice(1), last: null };
}
