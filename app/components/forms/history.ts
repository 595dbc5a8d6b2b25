/** A draft with the states that it came through: newest last in `past`, nearest first in `future`. Plain JSON. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What the last change was about, while another of the same would be one with it; else null. */
  readonly last: { readonly field: string; readonly atMs: number } | null;
}

/** So many steps can be undone. */
const MAX_STEPS = 200;

/** Changes of one field that follow each other faster than this are undone together: a word, not a letter. */
const PAUSE_MS = 1_200;

/** A draft to which nothing has been done yet. */
export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], last: null };
}

/**
 * The draft after a change.
 *
 * @param about names the field that was changed; null: the change is undone by itself
 */
export function recordChange<T>(
  history: History<T>,
  changed: T,
  { field, atMs }: { readonly field: string | null; readonly atMs: number },
): History<T> {
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

/** The state before the last change; the same where there is none. */
export function undo<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  if (past.length === 0) return history;
  const before = past[past.length - 1] as T;
  return { past: past.slice(0, -1), present: before, future: [present, ...future], last: null };
}

/** The state that was undone last; the same where there is none. */
export function redo<T>(history: History<T>): History<T> {
  const { past, present, future } = history;
  if (future.length === 0) return history;
  const next = future[0] as T;
  return { past: [...past, present], present: next, future: future.slice(1), last: null };
}
