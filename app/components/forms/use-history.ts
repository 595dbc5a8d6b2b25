import { useRef, useState } from "react";
import { recordChange, redo, startHistory, undo, type History } from "./history";
import { useUndoKeys } from "./use-undo-keys";

/** A draft whose changes can be taken back one by one, and made again. */
export interface Undoable<T> {
  /** What it is now, also before React has drawn the last change. */
  readonly latest: () => T;
  /** @param field names what is changed, so that a word is undone as one; null: undone by itself */
  readonly change: (draft: T, field: string | null) => void;
  /** null where there is nothing to take back. */
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  /** Forgets all: what is there now was not made by changes. */
  readonly reset: () => void;
}

/**
 * Undoing for the whole page, by its buttons and by the keys that everybody knows.
 *
 * @param draft what is kept outside, and may change there too, as after a save
 */
export function useHistory<T>(draft: T, setDraft: (draft: T) => void): Undoable<T> {
  const [history, setHistory] = useState(() => startHistory(draft));
  // Two changes may follow each other before React draws the first.
  const current = useRef(history);
  const drawn = useRef(draft);
  if (drawn.current !== draft) {
    drawn.current = draft;
    current.current = { ...current.current, present: draft };
  }
  const put = (next: History<T>) => {
    if (next === current.current) return;
    current.current = next;
    setHistory(next);
    setDraft(next.present);
  };
  const walk = (step: (history: History<T>) => History<T>) => () => put(step(current.current));
  const undoable = {
    undo: history.past.length > 0 ? walk(undo) : null,
    redo: history.future.length > 0 ? walk(redo) : null,
  };
  useUndoKeys(undoable);
  return {
    ...undoable,
    latest: () => current.current.present,
    change: (changed, field) =>
      put(recordChange(current.current, changed, { field, atMs: performance.now() })),
    reset: () => put(startHistory(current.current.present)),
  };
}
