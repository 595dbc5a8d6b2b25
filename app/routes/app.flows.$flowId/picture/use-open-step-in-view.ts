import { useRef, type RefObject } from "react";
import { useBrowserLayoutEffect } from "./use-canvas-scroll";

/** Space between the selected step and the edge of the canvas, in pixels. */
const MARGIN = 24;

/**
 * Scrolls a canvas sideways until the selected step is visible: at once when the page opens, later smoothly unless the
 * reader prefers less motion. The page itself stays where it is. Runs after `useCanvasScroll`, which shows the middle.
 */
export function useOpenStepInView(
  pane: RefObject<HTMLDivElement | null>,
  openId: string | null,
): void {
  const isFirst = useRef(true);
  useBrowserLayoutEffect(() => {
    const isAtOnce = isFirst.current || matchMedia("(prefers-reduced-motion: reduce)").matches;
    isFirst.current = false;
    const box = pane.current?.querySelector(`[data-step-id="${openId}"]`);
    if (!pane.current || !box) return;
    const seen = pane.current.getBoundingClientRect();
    const { left, right } = box.getBoundingClientRect();
    const before = seen.left + MARGIN - left;
    const after = right - (seen.right - MARGIN);
    if (before <= 0 && after <= 0) return;
    pane.current.scrollBy({
      left: before > 0 ? -before : after,
      behavior: isAtOnce ? "instant" : "smooth",
    });
  }, [pane, openId]);
}
