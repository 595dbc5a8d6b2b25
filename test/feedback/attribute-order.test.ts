import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attributeOrder, type Touch } from "~/feedback/attribute-order";
import { hoursAgo, NOW } from "../support/builders";

const WINDOW_HOURS = 120;
const order = { placedAt: NOW };
const aClick = (messageId: string, hours: number): Touch => ({ messageId, at: hoursAgo(hours) });

describe("attributeOrder", () => {
  test("credits the last click before the order", () => {
    const touches = [aClick("late", 2), aClick("early", 30)];
    expect(attributeOrder(order, touches, WINDOW_HOURS)?.messageId).toBe("late");
  });

  test("credits the click whose message sorts last, of two at the same time", () => {
    const [a, b] = [aClick("a", 2), aClick("b", 2)];
    expect(attributeOrder(order, [a, b], WINDOW_HOURS)).toBe(b);
    expect(attributeOrder(order, [b, a], WINDOW_HOURS)).toBe(b);
    expect(attributeOrder(order, [aClick("c", 3), a], WINDOW_HOURS)).toBe(a);
    expect(attributeOrder(order, [a, aClick("c", 3)], WINDOW_HOURS)).toBe(a);
  });

  test("credits the first of two equal clicks", () => {
    const clicks = [aClick("a", 2), aClick("a", 2)];
    expect(attributeOrder(order, clicks, WINDOW_HOURS)).toBe(clicks[0]);
  });

  test.each([
    ["after the order", aClick("m", -1)],
    ["before the window", aClick("m", WINDOW_HOURS + 0.001)],
  ])("gives a click %s no credit", (_when, touch) => {
    expect(attributeOrder(order, [touch], WINDOW_HOURS)).toBeNull();
  });

  test.each([
    ["at the window's edge", WINDOW_HOURS],
    ["at the instant of the order", 0],
  ])("counts a click exactly %s", (_when, hours) => {
    expect(attributeOrder(order, [aClick("edge", hours)], WINDOW_HOURS)?.messageId).toBe("edge");
  });

  test("does not depend on the order of clicks", () => {
    const touch = fc.record({
      messageId: fc.constantFrom("a", "b", "c"),
      at: fc.integer({ min: -10, max: 200 }).map(hoursAgo),
    });
    fc.assert(
      fc.property(fc.array(touch), fc.integer({ min: 1, max: 720 }), (touches, windowHours) => {
        const forwards = attributeOrder(order, touches, windowHours);
        expect(attributeOrder(order, touches.toReversed(), windowHours)).toEqual(forwards);
      }),
    );
  });
});
