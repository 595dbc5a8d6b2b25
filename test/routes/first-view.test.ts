import fc from "fast-check";
import { expect, test } from "vitest";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { stepEditsOf } from "~/flows/editing/step-edit";
import type { StepEdit } from "~/flows/editing/step-values";
import { firstView, paneHeightOf } from "~/routes/app.flows.$flowId/picture/first-view";
import { BEGIN, graphOf } from "~/routes/app.flows.$flowId/picture/graph-of";
import { layOutFlow, type FlowDiagram } from "~/routes/app.flows.$flowId/picture/lay-out-flow";
import { randomSteps } from "../flows/editing/some-steps";

const picture = (steps: readonly StepEdit[]) => layOutFlow(graphOf(steps));

/** Initial position of each box, in pixels from the corner of a pane of this width. */
function placedBoxes(drawn: FlowDiagram, paneWidth: number) {
  const height = paneHeightOf(drawn);
  const { x, y, zoom } = firstView({ width: paneWidth, height }, drawn);
  const boxes = [...drawn.boxes].map(([id, box]) => ({
    id,
    left: x + box.x * zoom,
    right: x + (box.x + box.width) * zoom,
    top: y + box.y * zoom,
    bottom: y + (box.y + box.height) * zoom,
  }));
  return { boxes, height, zoom };
}

// The canvas beside a step's form in windows of 1280 and 1440 pixels, and above it in one of 768.
test.each([560, 720, 880])("every prebuilt flow fits a pane of %d at first", (width) => {
  for (const { key, steps } of FLOW_LIBRARY) {
    const { boxes, height } = placedBoxes(picture(stepEditsOf(steps)), width);
    for (const { id, left, right, top, bottom } of boxes) {
      const isSeen = left >= 0 && right <= width && top >= 0 && bottom <= height;
      expect(isSeen, `${id} of ${key}`).toBe(true);
    }
  }
});

test("the trigger of a flow is visible and readable at once, in a flow of any size", () => {
  fc.assert(
    fc.property(randomSteps, fc.integer({ min: 320, max: 2_000 }), (steps, width) => {
      const { boxes, height, zoom } = placedBoxes(picture(steps), width);
      const begin = boxes.find(({ id }) => id === BEGIN)!;
      expect(begin.left).toBeGreaterThanOrEqual(0);
      expect(begin.right).toBeLessThanOrEqual(width);
      expect(begin.top).toBeGreaterThanOrEqual(0);
      expect(begin.bottom).toBeLessThanOrEqual(height);
      expect(zoom).toBeGreaterThanOrEqual(0.5);
      expect(zoom).toBeLessThanOrEqual(1);
    }),
  );
});
