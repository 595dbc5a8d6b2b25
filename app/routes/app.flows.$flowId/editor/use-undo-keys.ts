import { useEffect } from "react";

interface Undoing {
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

/** Takes changes back by the keys that everybody knows, but in a text field, where they undo typing. */
export function useUndoKeys({ undo, redo }: Undoing): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isText =
        event.target instanceof HTMLElement && event.target.closest("input, textarea, select");
      if (isText || !(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      const isRedo = key === "y" || (key === "z" && event.shiftKey);
      const act = isRedo ? redo : key === "z" ? undo : null;
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [undo, redo]);
}
