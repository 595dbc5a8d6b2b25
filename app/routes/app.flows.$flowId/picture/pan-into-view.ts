type Box = Pick<DOMRect, "left" | "top" | "right" | "bottom">;

/** Margin around the focused element in pixels. */
const MARGIN = 24;

/**
 * How far to move the view in pixels, so that `target` is within `pane`; a larger target shows its beginning.
 *
 * @returns null if it is already visible
 */
export function panIntoView(
  pane: Box,
  target: Box,
): { readonly x: number; readonly y: number } | null {
  const x = shift([pane.left, pane.right], [target.left, target.right]);
  const y = shift([pane.top, pane.bottom], [target.top, target.bottom]);
  return x === 0 && y === 0 ? null : { x, y };
}

type Span = readonly [from: number, to: number];

function shift([from, to]: Span, [start, end]: Span): number {
  if (start >= from && end <= to) return 0;
  const isAfter = end > to && start - (end - to) - MARGIN >= from;
  return isAfter ? to - MARGIN - end : from + MARGIN - start;
}
