import { useEffect } from "react";

interface Undoing {
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

/**
 * Ctrl+Z and its like, wherever the focus is: also in a field of the draft, whose own undo knows only
 * that field. In a form of its own, as one that asks for a customer, they undo what is typed there.
 */
export function useUndoKeys({ undo, redo }: Undoing): void {
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
