import { describe, expect, test } from "vitest";
import { groupByWeek } from "~/feedback/optimizer/weeks";

const at = (decidedAt: string) => ({ decidedAt });

describe("groupByWeek", () => {
  test("begins a week on Monday in the shop's time zone, newest first", () => {
    const changes = [
      at("2026-11-24T09:00:00Z"),
      at("2026-11-22T23:30:00Z"),
      at("2026-11-22T09:00:00Z"),
    ];
    expect(
      groupByWeek(changes, "UTC").map(({ monday, changes: its }) => [monday, its.length]),
    ).toEqual([
      ["2026-11-23", 1],
      ["2026-11-16", 2],
    ]);
    // Half an hour before midnight UTC is Monday in Berlin.
    expect(groupByWeek(changes, "Europe/Berlin").map(({ changes: its }) => its.length)).toEqual([
      2, 1,
    ]);
  });
});
