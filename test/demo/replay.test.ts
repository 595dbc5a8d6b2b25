import { expect, test } from "vitest";
import { planStops } from "../../scripts/demo/replay";

const stopsOf = (from: string, days: number, timeZone = "Europe/London") =>
  planStops({ from: new Date(from), days, timeZone }).map((at) => at.toISOString().slice(5, 16));

test("stops each third hour of the store's day, and once at the end", () => {
  expect(stopsOf("2010-12-01T00:00:00Z", 1.5)).toEqual([
    ...["12-01T09:00", "12-01T12:00", "12-01T15:00", "12-01T18:00"],
    ...["12-02T09:00", "12-02T12:00"],
  ]);
  expect(stopsOf("2010-12-01T00:00:00Z", 1, "America/New_York")).toEqual([
    ...["12-01T15:00", "12-01T18:00", "12-01T21:00", "12-02T00:00"],
  ]);
  expect(stopsOf("2010-12-01T00:00:00Z", 0.25)).toEqual(["12-01T06:00"]);
});
