import type { FlowDiagram } from "./lay-out";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a picture stands in its pane: what is at `0, 0` in it lies at `x, y`, in pixels. */
interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Around the picture, in pixels: the buttons that zoom stand in the corner. */
const MARGIN = 24;
/** Below it the words in a box cannot be read; above it there would be fewer of them for nothing. */
const ZOOM = { min: 0.5, max: 1 };
/** Of what is written on a way, in the picture's own units. */
const LABEL_WIDTH = 140;
/** Of the pane, in pixels: a taller one would hide the form of a step that stands beside it. */
const PANE = { min: 420, max: 1_000 };

/** How high the pane of a picture is, in pixels: as high as the picture, within bounds. */
export function paneHeightOf(picture: FlowDiagram): number {
  const { height } = boundsOf(picture);
  return Math.min(PANE.max, Math.max(PANE.min, height + 2 * MARGIN));
}

/**
 * How a picture is first seen: the whole of it, in the middle. One that is too large for that even at the
 * smallest zoom shows its top, with the box in which the flow begins in the middle.
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

/** Around the boxes, the ways and what is written on them. */
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
