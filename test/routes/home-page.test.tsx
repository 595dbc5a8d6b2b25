import { expect, test } from "vitest";
import type { HomeSummary } from "~/feedback/home-summary.server";
import { HomePage } from "~/routes/app._index/page";
import { textOf } from "../support/render-page";

const EMPTY: HomeSummary = {
  shop: { name: "Kettle & Co", currency: "GBP", timeZone: "Europe/London" },
  setup: {
    isDismissed: false,
    backfills: [
      { resource: "products", state: "done", importedCount: 1_532, objectCount: 1_532 },
      { resource: "orders", state: "importing", importedCount: 30, objectCount: 90 },
    ],
    isBrandReady: false,
    isSenderReady: true,
    liveFlowCount: 0,
  },
  today: {
    events: 0,
    enrollments: 0,
    sent: 0,
    withheld: 0,
    clicks: 0,
    creditedOrders: 0,
    skipped: [],
  },
  feed: [],
  revenue: { days: [], netMinor: 0, refundedMinor: 0, orders: 0 },
  lift: {
    countedAt: null,
    overall: { kind: "not_enough_data", peopleNeeded: 18_432 },
    flows: [],
  },
};

const page = (change: Partial<HomeSummary> = {}) =>
  textOf(<HomePage home={{ ...EMPTY, ...change }} onDismissSetup={() => undefined} />);

test("a new shop sees how far it is read and what is left to do, and no numbers that are not there", () => {
  const text = page();
  expect(text).toContain("1 of 4 done");
  expect(text).toContain("Orders 30 of 90");
  expect(text).toContain("1,532 read");
  expect(text).toContain("No order has been credited to a mail yet.");
  expect(text).toContain("Not enough data yet: about 19,000 more people needed.");
});

test("the guide is gone once it was dismissed, and short once all is done", () => {
  expect(page({ setup: { ...EMPTY.setup, isDismissed: true } })).not.toContain("Set up Kindred");
  const [products] = EMPTY.setup.backfills;
  const done = { ...EMPTY.setup, backfills: [products!], isBrandReady: true, liveFlowCount: 1 };
  const text = page({ setup: done });
  expect(text).toContain("Kindred is set up");
  expect(text).not.toContain("Check your brand");
});

test("a failed import says so in words, and what becomes of it", () => {
  const failed = { resource: "orders", state: "failed", importedCount: 3, objectCount: 9 } as const;
  const text = page({ setup: { ...EMPTY.setup, backfills: [failed] } });
  expect(text).toContain("Part of your store could not be read");
  expect(text).toContain("tries again by itself");
});

test("reasons are sentences, and people left alone are told apart from the rest", () => {
  const text = page({
    today: { ...EMPTY.today, withheld: 2, skipped: [{ reason: "not_subscribed", count: 12 }] },
  });
  expect(text).toContain("The customer has not agreed to marketing mail. 12");
  expect(text).toContain("Left alone, to measure what the mails earn 2");
});

test("the revenue's picture says in words what it shows", () => {
  const text = page({
    revenue: {
      days: [
        { day: "2026-03-02", netMinor: 10_00 },
        { day: "2026-03-03", netMinor: 30_00 },
      ],
      netMinor: 40_00,
      refundedMinor: 5_00,
      orders: 2,
    },
  });
  expect(text).toContain("£40.00");
  expect(text).toContain("3 Mar: £30.00");
});

test("lift says as of when it was counted, or that it was not yet", () => {
  expect(page()).toContain("Not counted yet");
  const text = page({ lift: { ...EMPTY.lift, countedAt: "2026-03-03T12:00:00.000Z" } });
  expect(text).toContain("As of 3 Mar 2026, 12:00.");
});
