import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { stepEditsOf, outputsOf } from "~/flows/editing/step-edit";
import type { StepEdit } from "~/flows/editing/step-values";
import { canvasSizeOf, TOP } from "~/routes/app.flows.$flowId/picture/canvas-size";
import { BEGIN, graphOf } from "~/routes/app.flows.$flowId/picture/graph-of";
import {
  findCertainPath,
  layOutFlow,
  type FlowDiagram,
} from "~/routes/app.flows.$flowId/picture/lay-out-flow";
import { neighbors } from "~/routes/app.flows.$flowId/picture/neighbors";
import { randomSteps } from "../flows/editing/some-steps";
import { propertyRuns } from "../support/property-runs";

const picture = (steps: readonly StepEdit[]) => layOutFlow(graphOf(steps));

/** Pairs of overlapping boxes. */
function overlaps({ boxes }: FlowDiagram): string[] {
  const all = [...boxes];
  return all.flatMap(([a, one], i) =>
    all.slice(i + 1).flatMap(([b, other]) => {
      const across = one.x < other.x + other.width && other.x < one.x + one.width;
      const down = one.y < other.y + other.height && other.y < one.y + one.height;
      return across && down ? [`${a} and ${b}`] : [];
    }),
  );
}

/** Lines that cross the inside of a box, or go up. */
function strayLines({ boxes, lines }: FlowDiagram): string[] {
  return lines.flatMap(({ from, port, to, points }) =>
    points.slice(1).flatMap((end, i) => {
      const start = points[i]!;
      const [left, right] = [Math.min(start.x, end.x), Math.max(start.x, end.x)];
      const through = [...boxes].filter(
        ([, { x, y, width, height }]) =>
          right > x && left < x + width && end.y > y && start.y < y + height,
      );
      return [
        ...through.map(([id]) => `${from}/${port} to ${to} goes through ${id}`),
        ...(end.y < start.y ? [`${from}/${port} goes up`] : []),
        ...(end.x !== start.x && end.y !== start.y ? [`${from}/${port} is askew`] : []),
      ];
    }),
  );
}

describe("the flow canvas", () => {
  test.each(FLOW_LIBRARY.map(({ name, steps }) => [name, steps] as const))(
    "shows every step of %s once, and a line for each path",
    (_name, steps) => {
      const edits = stepEditsOf(steps);
      const drawn = picture(edits);
      for (const { stepId } of edits) expect(drawn.boxes.has(stepId)).toBe(true);
      expect(drawn.lines).toHaveLength(1 + edits.flatMap(outputsOf).length);
      expect(overlaps(drawn)).toEqual([]);
      expect(strayLines(drawn)).toEqual([]);
    },
  );

  test("has no overlapping boxes, and no line through a box, for any flow", () => {
    fc.assert(
      fc.property(randomSteps, (steps) => {
        const drawn = picture(steps);
        expect(overlaps(drawn)).toEqual([]);
        expect(strayLines(drawn)).toEqual([]);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  test("has a separate place for each path's label", () => {
    fc.assert(
      fc.property(randomSteps, (steps) => {
        const places = picture(steps).lines.map(({ from, anchor }) => `${from} ${anchor.x}`);
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });

  test("fits its canvas, with the trigger in the middle at the top", () => {
    fc.assert(
      fc.property(randomSteps, (steps) => {
        const drawn = picture(steps);
        const { width, height } = canvasSizeOf(drawn);
        const xs = [
          ...[...drawn.boxes.values()].flatMap((box) => [box.x, box.x + box.width]),
          ...drawn.lines.flatMap(({ points }) => points.map(({ x }) => x)),
        ];
        const bottoms = [...drawn.boxes.values()].map((box) => TOP + box.y + box.height);
        expect(Math.max(...xs.map(Math.abs))).toBeLessThan(width / 2);
        expect(Math.max(...bottoms)).toBeLessThan(height);
        const begin = drawn.boxes.get(BEGIN)!;
        expect([begin.x + begin.width / 2, begin.y]).toEqual([0, 0]);
      }),
    );
  });

  test("highlights the steps that every path to a customer's last step shares", () => {
    const wait = (stepId: string, next: string): StepEdit => ({
      ...{ kind: "wait", stepId, next, count: "1", unit: "days" },
    });
    const steps: StepEdit[] = [
      wait("a", "s"),
      {
        ...{ kind: "split", stepId: "s", condition: { kind: "has_clicked" } },
        whenTrue: "b",
        whenFalse: "c",
      },
      wait("b", "d"),
      wait("c", "d"),
      wait("d", ""),
    ];
    const graph = graphOf(steps);
    expect([...findCertainPath(graph, ["d"])].sort()).toEqual(["a", BEGIN, "d", "s"].sort());
    expect(findCertainPath(graph, ["c", "d"]).has("c")).toBe(true);
    expect(findCertainPath(graph, ["gone"]).size).toBe(0);

    const { boxes } = layOutFlow(graph);
    expect(neighbors(graph, boxes, "s", "down")).toEqual(["b", "c"]);
    expect(neighbors(graph, boxes, "b", "right")).toEqual(["c"]);
    expect(neighbors(graph, boxes, "c", "left")).toEqual(["b"]);
    expect(neighbors(graph, boxes, "d", "up")).toEqual(["b", "c"]);
    expect(neighbors(graph, boxes, "d", "down")).toEqual([]);
  });
});
