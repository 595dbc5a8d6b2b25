/** Marks a scrollable part of the page. */
export const SCROLLER = "data-scroller";

const MARGIN_PX = 16;

/** Scrolls the container of `child` until it is visible, but never the page. */
export function scrollIntoContainer(child: HTMLElement): void {
  const scroller = child.closest<HTMLElement>(`[${SCROLLER}]`);
  if (!scroller) return;
  const outer = scroller.getBoundingClientRect();
  const inner = child.getBoundingClientRect();
  const above = inner.top - MARGIN_PX - outer.top;
  const below = inner.bottom + MARGIN_PX - outer.bottom;
  if (above < 0) scroller.scrollTop += above;
  else if (below > 0) scroller.scrollTop += Math.min(below, above);
}
