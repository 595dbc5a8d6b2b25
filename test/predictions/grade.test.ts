import { expect, test } from "vitest";
import { explain, addUp } from "~/predictions/explain";
import { gradeOf } from "~/predictions/grade";

test.each([
  ["A", { orders: 5, source: "shop", isProven: true }],
  ["B", { orders: 5, source: "shop", isProven: false }],
  ["B", { orders: 3, source: "shop", isProven: true }],
  ["C", { orders: 1, source: "shop", isProven: true }],
  ["D", { orders: 9, source: "prior", isProven: true }],
  ["D", { orders: 0, source: "shop", isProven: true }],
] as const)("the grade is %s for %o", (grade, evidence) => {
  expect(gradeOf(evidence)).toBe(grade);
});

test("an explanation names the three largest parts, and keeps the sum", () => {
  const parts = [1, -5, 2, 0.5, 4].map((part, n) => ({ feature: `f${n}`, value: n, part }));
  const explanation = explain(10, parts);
  expect(explanation.strongest.map(({ feature }) => feature)).toEqual(["f1", "f4", "f2"]);
  expect(explanation.rest).toBe(1.5);
  expect(addUp(explanation)).toBe(12.5);
});
