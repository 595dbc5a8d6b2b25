import { useEffect, useLayoutEffect, useRef, type PointerEvent, type RefObject } from "react";

/** The server has no layout, and React warns of such an effect there. */
export const useBrowserLayoutEffect = typeof document === "undefined" ? useEffect : useLayoutEffect;

/**
 * Keeps the sideways position of a canvas whose content is centered: at first its middle, and later what is visible,
 * also when a new step makes the canvas wider. A mouse can drag its background.
 *
 * @param width of the canvas in pixels
 * @returns the handler of pointers that go down on the pane
 */
export function useCanvasScroll(pane: RefObject<HTMLDivElement | null>, width: number) {
  const before = useRef<number | null>(null);
  useBrowserLayoutEffect(() => {
    const { current } = pane;
    if (!current) return;
    const added = current.scrollWidth - (before.current ?? current.clientWidth);
    current.scrollLeft += added / 2;
    before.current = current.scrollWidth;
  }, [pane, width]);
  return (event: PointerEvent<HTMLDivElement>) => {
    const { current } = pane;
    const isOnButton = event.target instanceof Element && event.target.closest("button") !== null;
    if (!current || isOnButton || event.pointerType !== "mouse" || event.button !== 0) return;
    const start = { x: event.clientX, scrollLeft: current.scrollLeft };
    const drag = ({ clientX }: globalThis.PointerEvent) => {
      current.scrollLeft = start.scrollLeft + start.x - clientX;
    };
    const release = () => window.removeEventListener("pointermove", drag);
    window.addEventListener("pointermove", drag);
    for (const end of ["pointerup", "pointercancel"]) {
      window.addEventListener(end, release, { once: true });
    }
  };
}
