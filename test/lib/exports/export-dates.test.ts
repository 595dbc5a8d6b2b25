import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayOrderOf, hasUnclearOrder, parseExportDate } from "~/lib/exports/export-dates";

describe("parseExportDate", () => {
  test.each([
    ["2024-05-01 10:20:30 -0400", "2024-05-01T14:20:30.000Z"],
    ["2024-05-01 10:20:30 UTC", "2024-05-01T10:20:30.000Z"],
    ["2024-05-01T10:20:30+02:00", "2024-05-01T08:20:30.000Z"],
    ["2024-05-01T10:20:30.250Z", "2024-05-01T10:20:30.250Z"],
    ["2024-05-01 10:20", "2024-05-01T10:20:00.000Z"],
    ["2024-05-01", "2024-05-01T00:00:00.000Z"],
    ["2024/5/1 9:05", "2024-05-01T09:05:00.000Z"],
    ["45717.43", "2025-03-01T10:19:12.000Z"],
    ["45717", "2025-03-01T00:00:00.000Z"],
  ])("parses %s", (text, instant) => {
    expect(parseExportDate(text)).toBe(instant);
  });

  test.each([
    ["01.03.2025 10:20", "dmy", "2025-03-01T10:20:00.000Z"],
    ["01.03.2025 10:20", "mdy", "2025-01-03T10:20:00.000Z"],
    ["3/1/2025 3:05 PM -0500", "mdy", "2025-03-01T20:05:00.000Z"],
    ["3/1/2025 12:00:01 AM", "mdy", "2025-03-01T00:00:01.000Z"],
    ["31-12-2024", "dmy", "2024-12-31T00:00:00.000Z"],
    ["31/12/2024", "mdy", null],
    ["1.3.2025 25:00", "dmy", null],
    ["1.3.2025 13:00 PM", "dmy", null],
    ["1.3/2025", "dmy", null],
  ] as const)("parses %s in the order %s as %s", (text, order, instant) => {
    expect(parseExportDate(text, order)).toBe(instant);
  });

  test.each([
    "",
    "yesterday",
    "2024-02-30 10:00:00 +0000",
    "2024-13-01",
    "01/05/2024",
    "2024",
    "2024-05-01 noon",
  ])("finds no date in %j", (text) => {
    expect(parseExportDate(text)).toBeNull();
  });

  test("never throws", () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[\d./: -]{1,20}$/));
    fc.assert(fc.property(text, (it) => void parseExportDate(it, "dmy")));
  });
});

test.each([
  [["01.03.2025", "13.03.2025"], "dmy"],
  [["3/1/2025", "3/13/2025"], "mdy"],
  [["01.03.2025", "02.03.2025"], null],
  [["13.03.2025", "03.13.2025"], null],
  [["2025-03-01", ""], null],
] as const)("the order of day and month in %j is %s", (texts, order) => {
  expect(dayOrderOf(texts)).toBe(order);
});

test("a date that begins with the year has a clear order", () => {
  expect(hasUnclearOrder("2025-03-01")).toBe(false);
  expect(hasUnclearOrder("01.03.2025 10:20")).toBe(true);
});
