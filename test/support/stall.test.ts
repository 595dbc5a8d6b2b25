import { expect, test } from "vitest";
import { countAnswer, INITIAL_STALL, isStalled } from "./stall";

interface Seen {
  readonly state: string | null;
  readonly isFitting?: boolean;
  readonly times?: number;
}

function see(...seen: readonly Seen[]) {
  let stall = INITIAL_STALL;
  for (const { state, isFitting = false, times = 1 } of seen) {
    for (let i = 0; i < times; i++) stall = countAnswer(stall, { state, isFitting });
  }
  return stall;
}

test("an unchanged app is idle after 600 more answers, however long they take", () => {
  expect(isStalled(see({ state: "a", times: 600 }))).toBe(false);
  expect(isStalled(see({ state: "a", times: 601 }))).toBe(true);
});

test("a change restarts the count", () => {
  const seen = see({ state: "a", times: 600 }, { state: "b" }, { state: "a", times: 600 });
  expect(isStalled(seen)).toBe(false);
});

test("answers during a fit count separately, and allow ten times as many", () => {
  const fit = { state: "a", isFitting: true };
  expect(isStalled(see({ ...fit, times: 6_000 }))).toBe(false);
  expect(isStalled(see({ ...fit, times: 6_001 }))).toBe(true);
  const around = see(
    { state: "a", times: 300 },
    { ...fit, times: 2_250 },
    { state: "a", times: 300 },
  );
  expect(isStalled(around)).toBe(false);
});

test("faults are answers in which nothing changed", () => {
  const seen = see({ state: "a" }, { state: null, times: 599 });
  expect(isStalled(seen)).toBe(false);
  expect(isStalled(countAnswer(seen, { state: null, isFitting: false }))).toBe(true);
  expect(isStalled(see({ state: "a" }, { state: null, times: 599 }, { state: "b" }))).toBe(false);
});
