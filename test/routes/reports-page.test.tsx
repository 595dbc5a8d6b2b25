import { expect, test } from "vitest";
import { NO_MAILS } from "~/feedback/counts/mail-counts";
import { daysFrom } from "~/feedback/reports/report-range";
import type { Report } from "~/feedback/reports/report.server";
import { ReportsPage } from "~/routes/app.reports._index/page";
import { htmlOf, textOf } from "../support/render-page";

const COUNTS = {
  ...NO_MAILS,
  sent: 1_204,
  delivered: 1_190,
  bounced: 14,
  opened: 640,
  openedByPeople: 410,
  clicked: 160,
  clickedByPeople: 121,
  orders: 24,
  grossMinor: 1_120_00,
  refundedMinor: 40_00,
  unsubscribed: 3,
};
const ROW = { stepId: null, version: null, day: null };
const REPORT: Report = {
  filter: { days: 30, group: "flow" },
  from: "2026-10-26",
  to: "2026-11-24",
  currency: "GBP",
  costMinor: 20_00,
  totals: COUNTS,
  before: { totals: { ...COUNTS, sent: 900, orders: 12 }, costMinor: 20_00 },
  stretches: daysFrom("2026-10-26", "2026-11-24").map((day, i) => ({
    day,
    counts: { ...NO_MAILS, sent: 40, orders: i % 4, grossMinor: (i % 4) * 45_00 },
  })),
  daysEach: 1,
  rows: [
    { ...ROW, key: "a", flowId: "abandoned-checkout", name: "Abandoned checkout", counts: COUNTS },
    { ...ROW, key: "b", flowId: "", name: "Mails of no flow", counts: { ...NO_MAILS, sent: 4 } },
  ],
  places: [],
  lift: { countedAt: null, overall: { kind: "not_enough_data", peopleNeeded: 1_200 } },
  tracksOpens: false,
  isCountDue: false,
};
const page = (change: Partial<Report> = {}) => (
  <ReportsPage report={{ ...REPORT, ...change }} onFilter={() => undefined} />
);

test("says what came of the mails, beside the time before", () => {
  const text = textOf(page());
  expect(text).toContain("Sent 1,204 900 in the 30 days before");
  expect(text).toContain("Revenue £1,080.00");
  expect(text).toContain("Return on cost 53 times");
  expect(text).toContain("Opens are not counted");
});

test("each row leads to its mails, and what has no rate says so with a dash", () => {
  const html = htmlOf(page());
  expect(html).toContain('href="/app/outbox?state=sent&amp;flow=abandoned-checkout"');
  expect(textOf(page())).toMatch(/Mails of no flow 4 0 % – 0 % 0 £0.00 £0.00 0 % –/);
});

test("says what to wait for where nothing was sent", () => {
  const text = textOf(page({ totals: NO_MAILS }));
  expect(text).toContain("No mail was sent in this time");
  expect(text).not.toContain("Overview");
});

test("shows places of products, or that no mail has any", () => {
  const filter = { days: 30, group: "place" } as const;
  expect(textOf(page({ filter }))).toContain("No mail of this time recommends products");
  const place = { name: "Cross-sell, Mail 1", flowId: "cross-sell", stepId: "mail-1" };
  const places = [{ ...place, slot: 2, shown: 40, clickedByPeople: 6, orders: 1 }];
  expect(textOf(page({ filter, places }))).toContain("Cross-sell, Mail 1 2 40 6 (15 %) 1 (2.5 %)");
});
