import type { FlowDiagram } from "./lay-out-flow";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Position of the canvas in its pane: the point `0, 0` is at `x, y`, in pixels. */
interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Margin in pixels, for the zoom buttons in the corner. */
const MARGIN = 24;
/** Zoom bounds: smaller text is unreadable, and larger text shows fewer boxes for no benefit. */
const ZOOM = { min: 0.5, max: 1 };
/** Size of a path's label in canvas units. */
const LABEL_WIDTH = 140;
/** Maximum pane height in pixels: a taller one would hide the form beside it. */
const PANE = { min: 420, max: 1_000 };

/** Height of the pane in pixels: that of the flow, within bounds. */
export function paneHeightOf(picture: FlowDiagram): number {
  const { height } = boundsOf(picture);
  return Math.min(PANE.max, Math.max(PANE.min, height + 2 * MARGIN));
}

/**
 * The initial view: the whole flow, centered. A flow that is too large even at minimum zoom shows its top, with the
 * trigger centered.
 */
export function firstView(pane: Size, picture: FlowDiagram): Viewport {
  const bounds = boundsOf(picture);
  const free = { width: pane.width - 2 * MARGIN, height: pane.height - 2 * MARGIN };
  const whole = Math.min(free.width / bounds.width, free.height / bounds.height);
  const zoom = Math.min(ZOOM.max, Math.max(ZOOM.min, whole));
  const [top] = picture.boxes.values();
  const isTooWide = bounds.width * zoom > free.width;
  const middle = isTooWide && top ? top.x + top.width / 2 : bounds.left + bounds.width / 2;
  const spare = Math.max(0, free.height - bounds.height * zoom);
  return {
    x: pane.width / 2 - middle * zoom,
    y: MARGIN + spare / 2 - bounds.top * zoom,
    zoom,
  };
}

/** Bounds of boxes, paths and labels. */
function boundsOf({
  boxes,
  lines,
}: FlowDiagram): Size & { readonly left: number; readonly top: number } {
  const corners = [...boxes.values()].flatMap(({ x, y, width, height }) => [
    { x, y },
    { x: x + width, y: y + height },
  ]);
  const labels = lines.flatMap(({ anchor: { x, y } }) => [
    { x: x - LABEL_WIDTH / 2, y },
    { x: x + LABEL_WIDTH / 2, y },
  ]);
  const all = [...corners, ...labels, ...lines.flatMap(({ points }) => points)];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  return {
    ...{ left, top },
    width: Math.max(...all.map(({ x }) => x)) - left,
    height: Math.max(...all.map(({ y }) => y)) - top,
  };
}
