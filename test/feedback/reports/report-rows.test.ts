import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EmailCountRow } from "~/feedback/counts/count-rows-store.server";
import { NO_EMAILS } from "~/feedback/counts/email-counts";
import { emailCost } from "~/feedback/reports/email-cost";
import { reportCsv } from "~/pages/reports/report-csv";
import { addDays, dayIn } from "~/lib/calendar-day";
import { daysFrom, rangeOf, readReportFilter, reportUrl } from "~/feedback/reports/report-range";
import {
  groupCounts,
  ALL_ROWS_KEY,
  groupByPeriod,
  sumCounts,
} from "~/feedback/reports/report-rows";
import { textIn } from "~/i18n/text-in.server";
import type { Report } from "~/feedback/reports/report.server";

const RANGE = { from: "2026-02-20", to: "2026-03-10" };
const aRow: fc.Arbitrary<EmailCountRow> = fc
  .record({
    day: fc.constantFrom(...daysFrom(RANGE.from, RANGE.to)),
    flowId: fc.constantFrom("", "f1", "f2"),
    stepId: fc.constantFrom("", "s1", "s2"),
    version: fc.nat({ max: 3 }),
    campaignId: fc.constantFrom("", "c1"),
    templateId: fc.constantFrom("", "t1"),
    templateVersion: fc.nat({ max: 2 }),
    sent: fc.nat({ max: 999 }),
    orders: fc.nat({ max: 9 }),
    grossMinor: fc.nat({ max: 99_999 }),
  })
  .map((row) => ({ ...NO_EMAILS, ...row }));

describe("the rows of a report", () => {
  test("sum to the counted total, whatever the groups are", () => {
    fc.assert(
      fc.property(
        fc.array(aRow, { maxLength: 30 }),
        fc.constantFrom("flow", "email", "version", "campaign", "template", "day"),
        (counted, group) => {
          const rows = groupCounts(counted, group);
          expect(sumCounts(rows.map(({ counts }) => counts))).toEqual(sumCounts(counted));
          expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
        },
      ),
    );
  });

  test("over time include every day once, also days without emails", () => {
    fc.assert(
      fc.property(
        fc.array(aRow, { maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        (counted, each) => {
          const stretches = groupByPeriod(counted, RANGE, each);
          expect(stretches).toHaveLength(Math.ceil(19 / each));
          expect(sumCounts(stretches.map(({ counts }) => counts)).sent).toBe(
            counted.reduce((sum, { sent }) => sum + sent, 0),
          );
        },
      ),
    );
  });
});

test("groups periods by days in the shop's time zone across months", () => {
  expect(daysFrom("2028-02-27", "2028-03-01")).toEqual([
    "2028-02-27",
    "2028-02-28",
    "2028-02-29",
    "2028-03-01",
  ]);
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(dayIn(new Date("2026-03-01T12:30:00Z"), "Pacific/Auckland")).toBe("2026-03-02");
});

test("the URL of a report selects its view, and an invalid one shows the default", () => {
  const read = (params: string) => readReportFilter(new URLSearchParams(params));
  for (const filter of [
    { period: { kind: "last", days: 90 }, group: "place" },
    { period: { kind: "between", from: "2026-01-02", to: "2026-02-01" }, group: "segment" },
  ] as const) {
    const url = new URL(reportUrl("/app/reports", filter), "https://app.example");
    expect(readReportFilter(url.searchParams)).toEqual(filter);
  }
  const first = { period: { kind: "last", days: 30 }, group: "flow" };
  expect(read("days=1&by=moon")).toEqual(first);
  expect(read("from=2026-02-30&to=2026-03-01")).toEqual(first);
  expect(read("from=2026-03-02&to=2026-03-01")).toEqual(first);
  expect(read("from=1999-03-02&to=2026-03-01")).toEqual(first);
});

test("the last days end today, and chosen days stay as chosen", () => {
  expect(rangeOf({ kind: "last", days: 7 }, "2026-03-03")).toEqual({
    from: "2026-02-25",
    to: "2026-03-03",
  });
  const chosen = { from: "2026-01-02", to: "2026-02-01" };
  expect(rangeOf({ kind: "between", ...chosen }, "2026-03-03")).toEqual(chosen);
});

test("a month's cost is spread over its days and emails", () => {
  const settings = { costPerMonth: 30, costPerThousandEmails: 0.5 };
  expect(emailCost(settings, 0, 365.25, "GBP")).toBe(360_00);
  expect(emailCost(settings, 4_000, 0, "GBP")).toBe(2_00);
  expect(emailCost(settings, 4_000, 0, "JPY")).toBe(2);
});

test("CSV cells are quoted, and a flow's name is never a formula", () => {
  const row = { key: "", of: ALL_ROWS_KEY };
  const counts = { ...NO_EMAILS, sent: 4, delivered: 4, clickedByPeople: 1, grossMinor: 12_34 };
  const report = {
    filter: { group: "flow" },
    currency: "GBP",
    rows: [{ ...row, name: { kind: "named", name: '=HYPERLINK("x")' }, counts }],
    places: [],
    tracksOpens: false,
  } as unknown as Report;
  const csv = reportCsv(report, textIn("en", "measures"));
  const [, line] = csv.split("\r\n");
  expect(csv.startsWith('\uFEFF"Name","Sent",')).toBe(true);
  expect(csv).toContain('"Revenue (GBP)"');
  expect(line).toMatch(/^"'=HYPERLINK\(""x""\)","4","","0.25",/);
  expect(line).toContain('"12.34"');
});
