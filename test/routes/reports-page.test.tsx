import { expect, test } from "vitest";
import { NO_EMAILS } from "~/feedback/counts/email-counts";
import { daysFrom } from "~/feedback/reports/report-range";
import { ALL_ROWS_KEY } from "~/feedback/reports/report-rows";
import type { RowLabel } from "~/feedback/reports/row-label";
import type { NamedPlace, Report } from "~/feedback/reports/report.server";
import { ReportsPage } from "~/routes/app.reports._index/page";
import { htmlOf, textOf } from "../support/render-page";

const COUNTS = {
  ...NO_EMAILS,
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
const row = (flowId: string, name: RowLabel, counts: typeof NO_EMAILS) => ({
  key: flowId,
  of: { ...ALL_ROWS_KEY, flowId },
  name,
  counts,
});
const REPORT: Report = {
  filter: { period: { kind: "last", days: 30 }, group: "flow" },
  today: "2026-11-24",
  from: "2026-10-26",
  to: "2026-11-24",
  currency: "GBP",
  context: { costMinor: 20_00, incremental: null, tracksOpens: false, reportsDelivery: true },
  totals: COUNTS,
  before: {
    totals: { ...COUNTS, sent: 900, orders: 12 },
    context: { costMinor: 20_00, incremental: null, tracksOpens: false, reportsDelivery: true },
  },
  stretches: daysFrom("2026-10-26", "2026-11-24").map((day, i) => ({
    day,
    counts: { ...NO_EMAILS, sent: 40, orders: i % 4, grossMinor: (i % 4) * 45_00 },
  })),
  daysEach: 1,
  rows: [
    row("abandoned-checkout", { kind: "named", name: "Abandoned checkout" }, COUNTS),
    row("", { kind: "other_emails" }, { ...NO_EMAILS, sent: 4 }),
  ],
  places: [],
  effect: {
    range: { from: "2026-10-26", to: "2026-11-16" },
    revenue: { kind: "no_comparison" },
  },
  lift: {
    ...{ countedAt: null, caps: { 7: null, 30: null }, answers: [] },
    ...{ holdoutRate: 0.05, undoRate: null },
  },
  tracksOpens: false,
  reportsDelivery: true,
  isRollupDue: false,
};
const page = (change: Partial<Report> = {}) => (
  <ReportsPage report={{ ...REPORT, ...change }} onFilter={() => undefined} />
);

test("shows the results of the emails next to the previous period", () => {
  const text = textOf(page());
  expect(text).toContain("Sent 1,204 900 in the previous 30 days");
  expect(text).toContain("Revenue £1,080.00");
  expect(text).toContain("Return on cost 53.0×");
  expect(text).toContain("Home uses the order date instead");
});

test("shows a dash for opens while they are not tracked", () => {
  const { clicked, clickedByPeople } = COUNTS;
  const totals = { ...COUNTS, opened: clicked, openedByPeople: clickedByPeople };
  const text = textOf(
    page({ totals, rows: [row("welcome", { kind: "named", name: "Welcome" }, totals)] }),
  );
  expect(text).toContain("Open tracking is off, so there’s no open rate.");
  expect(text).toMatch(/Welcome 1,204 – 10\.2% 2% 24 £1,080\.00 £0\.90 98\.8% – /);
});

test("the measure in the chart explains its calculation in a tooltip", () => {
  expect(htmlOf(page())).toMatch(/<span[^>]*tabindex="0"[^>]*>Revenue over time<\/span>/);
});

test("each row links to its emails, and a missing rate is a dash", () => {
  const html = htmlOf(page());
  const days = "from=2026-10-26&amp;to=2026-11-24";
  expect(html).toContain(
    `href="/app/outbox?state=sent&amp;flow=abandoned-checkout&amp;${days}&amp;back=%2Fapp%2Freports%3Fdays%3D30%26by%3Dflow"`,
  );
  expect(textOf(page())).toMatch(/Campaigns and other emails 4 – – 0% 0 £0.00 £0.00 0% –/);
});

test("shows incremental revenue of the days with its range, or that there is none", () => {
  expect(textOf(page())).toContain("No comparison with a holdout group for these days.");
  const revenue = { incrementalMinor: 500_00, lowMinor: 120_00, highMinor: 880_00 };
  const measured = {
    ...REPORT.effect,
    revenue: { kind: "measured", ...revenue },
  };
  const incremental = { minor: 500_00, lowMinor: 120_00, highMinor: 880_00, costMinor: 20_00 };
  const text = textOf(
    page({
      effect: measured as Report["effect"],
      context: { costMinor: 20_00, incremental, tracksOpens: false, reportsDelivery: true },
    }),
  );
  expect(text).toContain(
    "About £500.00 incremental in the 7 days after first emails from Oct 26 to Nov 16, between £120.00 and £880.00.",
  );
  expect(text).toContain("Return on cost, incremental 24.0× 5.0× to 43.0×");
});

test("shows the range without an amount while the incremental revenue is not known", () => {
  const revenue = { incrementalMinor: 150_00, lowMinor: -620_00, highMinor: 920_00 };
  const effect = { ...REPORT.effect, revenue: { kind: "measured", ...revenue } };
  const incremental = { minor: 150_00, lowMinor: -620_00, highMinor: 920_00, costMinor: 20_00 };
  const text = textOf(
    page({
      effect: effect as Report["effect"],
      context: { costMinor: 20_00, incremental, tracksOpens: false, reportsDelivery: true },
    }),
  );
  expect(text).toContain("Incremental revenue Not known yet");
  expect(text).toContain(
    "from Oct 26 to Nov 16 isn’t known yet: between −\u2060£620.00 and £920.00.",
  );
  expect(text).not.toContain("£150");
});

test("shows no sum for overlapping segments", () => {
  const filter = { ...REPORT.filter, group: "segment" } as const;
  const text = textOf(page({ filter }));
  expect(text).toContain("there’s no total");
  expect(text).not.toContain("Total");
});

test("explains what to wait for when nothing was sent", () => {
  const text = textOf(page({ totals: NO_EMAILS }));
  expect(text).toContain("No emails sent in this period");
  expect(text).not.toContain("Overview");
});

test("shows product positions, or that no email has any", () => {
  const filter = { ...REPORT.filter, group: "place" } as const;
  expect(textOf(page({ filter }))).toContain("No recommended products in this period");
  const place: Pick<NamedPlace, "name" | "flowId" | "stepId" | "campaignId"> = {
    name: { kind: "email", name: "Cross-sell", number: 1 },
    flowId: "cross-sell",
    stepId: "email-1",
    campaignId: "",
  };
  const places = [{ ...place, slot: 2, shown: 40, clickedByPeople: 6, orders: 1 }];
  expect(textOf(page({ filter, places }))).toContain("Cross-sell, email 1 2 40 6 (15%) 1 (2.5%)");
  expect(htmlOf(page({ filter, places }))).toContain(
    'href="/app/outbox?state=sent&amp;flow=cross-sell&amp;step=email-1',
  );
});
