import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { startFileClock } from "~/lib/clock.server";

test("a store's clock runs at its rate, and still knows the actual time", () => {
  vi.useFakeTimers({ now: new Date("2026-06-01T12:00:10Z"), toFake: ["Date"] });
  const file = join(mkdtempSync(join(tmpdir(), "kindred-clock-")), "clock.json");
  const realAt = Date.parse("2026-06-01T12:00:00Z");
  writeFileSync(
    file,
    JSON.stringify({ realAt, storeAt: Date.parse("2011-09-01T00:00:00Z"), rate: 3_600 }),
  );
  const clock = startFileClock(file);
  expect(clock.now()).toEqual(new Date("2011-09-01T10:00:00Z"));
  expect(clock.realNow()).toEqual(new Date("2026-06-01T12:00:10Z"));
  vi.useRealTimers();
});
