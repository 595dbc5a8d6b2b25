import { useEffect } from "react";

interface Undoing {
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

/**
 * Undo shortcuts on the whole page, also in fields of the draft, whose native undo covers only that field. Other
 * forms, such as a customer search, keep their native undo.
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
