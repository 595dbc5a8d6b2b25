import { isEnd } from "./graph-of";
import type { GraphNode, FlowDiagram } from "./lay-out-flow";

export type Direction = "up" | "down" | "left" | "right";

/** The nearest steps in a direction: up and down along paths, left and right on the same level. Ends are excluded. */
export function neighbors(
  nodes: readonly GraphNode[],
  boxes: FlowDiagram["boxes"],
  id: string,
  direction: Direction,
): readonly string[] {
  const at = boxes.get(id);
  const node = nodes.find((it) => it.id === id);
  if (!at || !node) return [];
  const isStep = (it: string) => !isEnd(it);
  if (direction === "down") return node.ways.map(({ to }) => to).filter(isStep);
  if (direction === "up") {
    return nodes.filter(({ ways }) => ways.some(({ to }) => to === id)).map((it) => it.id);
  }
  const sign = direction === "left" ? -1 : 1;
  return [...boxes]
    .filter(([other, box]) => isStep(other) && box.y === at.y && (box.x - at.x) * sign > 0)
    .sort(([, a], [, b]) => (a.x - b.x) * sign)
    .map(([other]) => other);
}
