import fc from "fast-check";
import { expect, test } from "vitest";
import { panIntoView } from "~/routes/app.flows.$flowId/picture/pan-into-view";

const PANE = { left: 0, top: 100, right: 800, bottom: 700 };
const box = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

test("a visible element does not scroll the view", () => {
  expect(panIntoView(PANE, box(10, 110, 200, 90))).toBeNull();
});

test("an element below comes up to the edge, with a margin", () => {
  expect(panIntoView(PANE, box(10, 900, 200, 90))).toEqual({ x: 0, y: -314 });
});

test("an element taller than the view shows its beginning", () => {
  expect(panIntoView(PANE, box(10, 650, 200, 900))).toEqual({ x: 0, y: -526 });
});

test("an element that fits becomes fully visible from any position", () => {
  const place = fc.integer({ min: -3_000, max: 3_000 });
  fc.assert(
    fc.property(
      place,
      place,
      fc.integer({ min: 1, max: 700 }),
      fc.integer({ min: 1, max: 500 }),
      (...at) => {
        const target = box(...at);
        const { x, y } = panIntoView(PANE, target) ?? { x: 0, y: 0 };
        expect(target.left + x).toBeGreaterThanOrEqual(PANE.left);
        expect(target.right + x).toBeLessThanOrEqual(PANE.right);
        expect(target.top + y).toBeGreaterThanOrEqual(PANE.top);
        expect(target.bottom + y).toBeLessThanOrEqual(PANE.bottom);
      },
    ),
  );
});
