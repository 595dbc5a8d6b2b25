import type { FlowDiagram } from "./lay-out-flow";

/** Margin around the flow in pixels, for the focus ring and shadows. */
const MARGIN = 24;
/** Largest width of a path's label and its button. */
const LABEL_WIDTH = 140;

/**
 * Size of the canvas in pixels. The trigger is in the middle of its width: the layout has its center at 0.
 */
export function canvasSizeOf({ boxes, lines }: FlowDiagram): {
  readonly width: number;
  readonly height: number;
} {
  const sides = [
    ...[...boxes.values()].flatMap(({ x, width }) => [x, x + width]),
    ...lines.flatMap(({ points }) => points.map(({ x }) => x)),
    ...lines.flatMap(({ anchor: { x } }) => [x - LABEL_WIDTH / 2, x + LABEL_WIDTH / 2]),
  ];
  const bottoms = [...boxes.values()].map(({ y, height }) => y + height);
  return {
    width: 2 * (Math.max(...sides.map(Math.abs)) + MARGIN),
    height: Math.max(...bottoms) + 2 * MARGIN,
  };
}

/** Where the layout's origin is in the canvas, from its top. */
export const TOP = MARGIN;
