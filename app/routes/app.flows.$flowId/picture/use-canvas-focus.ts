import { useEffect, useRef, type RefObject } from "react";
import type { EditorView } from "../editor/editor-view";

/** Focuses a step that was just added, where its button was, so that the page does not move. */
export function useCanvasFocus(
  pane: RefObject<HTMLDivElement | null>,
  { steps, openId }: Pick<EditorView, "steps" | "openId">,
): void {
  const known = useRef(new Set(steps.map(({ stepId }) => stepId)));
  useEffect(() => {
    const ids = new Set(steps.map(({ stepId }) => stepId));
    const isAdded = openId !== null && ids.has(openId) && !known.current.has(openId);
    known.current = ids;
    if (!isAdded) return;
    pane.current
      ?.querySelector<HTMLElement>(`[data-step-id="${openId}"]`)
      ?.focus({ preventScroll: true });
  }, [pane, steps, openId]);
}
