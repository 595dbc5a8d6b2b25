import { useRef, useState, useEffect } from "react";
import { recordChange, redo, startHistory, undo, type EditHistory } from "./history";

/** A draft with undo and redo. */
export interface Undoable<T> {
  /** The current draft, even before React has rendered the last change. */
  readonly latest: () => T;
  /**
   * @param field the changed field, whose quick changes are one undo step; null for a separate step
   */
  readonly change: (draft: T, field: string | null) => void;
  /** null when there is nothing to undo. */
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  /** Clears the history and keeps the current draft. */
  readonly reset: () => void;
}

/**
 * Undo and redo for the whole page, by buttons and keyboard shortcuts.
 * @param draft owned by the caller, which may change it too, for example after a save
 */
export function useHistory<T>(draft: T, setDraft: (draft: T) => void): Undoable<T> {
  const [history, setHistory] = useState(() => startHistory(draft));
  // Two changes may happen before React renders the first.
  const current = useRef(history);
  const drawn = useRef(draft);
  if (drawn.current !== draft) {
    drawn.current = draft;
    current.current = { ...current.current, present: draft };
  }
  const put = (next: EditHistory<T>) => {
    if (next === current.current) return;
    current.current = next;
    setHistory(next);
    setDraft(next.present);
  };
  const walk = (step: (history: EditHistory<T>) => EditHistory<T>) => () =>
    put(step(current.current));
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

interface Undoing {
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

/**
 * Undo shortcuts on the whole page, also in fields of the draft, whose native undo covers only that field. Other
 * forms, such as a customer search, keep their native undo.
 */
function useUndoKeys({ undo, redo }: Undoing): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key !== "z" && key !== "y") return;
      if (event.target instanceof Element && event.target.closest("form") !== null) return;
      event.preventDefault();
      const act = key === "y" || event.shiftKey ? redo : undo;
      act?.();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [undo, redo]);
}
