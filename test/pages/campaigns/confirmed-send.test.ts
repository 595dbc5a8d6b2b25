import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesConfirmation } from "~/pages/campaigns/confirmed-send";

const SEND = { count: 100, subjects: ["A", "B"], from: "Kettle <a@kettle.example>", firstAt: null };
const SEEN = { count: 100, subjects: ["A", "B"], from: SEND.from };

test.each([
  [{}, true],
  [{ count: 101 }, true],
  [{ count: 102 }, false],
  [{ count: 1 }, true],
  [{ subjects: ["A"] }, false],
  [{ subjects: ["B", "A"] }, false],
  [{ subjects: ["A", "B", "C"] }, false],
  [{ from: "Kettle <b@kettle.example>" }, false],
])("a confirmation is outdated when it differs by %j", (change, isSame) => {
  expect(matchesConfirmation({ ...SEND, ...change }, SEEN)).toBe(isSame);
});

test("never reaches more than one percent above the confirmed count", () => {
  const close = fc
    .nat(100_000)
    .chain((seen) => fc.record({ seen: fc.constant(seen), now: fc.nat(2 * seen + 10) }));
  fc.assert(
    fc.property(close, ({ seen, now }) => {
      const isSame = matchesConfirmation({ ...SEND, count: now }, { ...SEEN, count: seen });
      expect(isSame).toBe(100 * now <= 101 * seen);
    }),
  );
});
