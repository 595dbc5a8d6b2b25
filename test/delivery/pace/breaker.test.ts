import { expect, test } from "vitest";
import { gateOf, senderBackOffMs } from "~/delivery/pace/breaker";
import { hoursAgo, NOW } from "../../support/builders";

const minutes = (failures: number) => senderBackOffMs(failures) / 60_000;

test("a refused sender pauses for 15 minutes, then twice as long, up to an hour", () => {
  expect([1, 2, 3, 4, 20].map(minutes)).toEqual([15, 30, 60, 60, 60]);
});

test("a sender is closed until its pause ends, then probes until an email is accepted", () => {
  expect(gateOf({ failures: 2, openUntil: hoursAgo(-1) }, NOW)).toEqual({
    kind: "closed",
    until: hoursAgo(-1),
  });
  expect(gateOf({ failures: 2, openUntil: NOW }, NOW)).toEqual({ kind: "probe" });
  expect(gateOf({ failures: 0, openUntil: null }, NOW)).toEqual({ kind: "open" });
});
