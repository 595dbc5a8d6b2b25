import { expect, test } from "vitest";
import type { HomeSummary } from "~/feedback/home/home-summary.server";
import { HomePage } from "~/routes/app._index/page";
import { revenueChange } from "~/routes/app._index/revenue-change";
import { htmlOf, textOf } from "../support/render-page";

const NONE = { today: 0, week: 0, month: 0 };

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
  activity: {
    sent: NONE,
    clicks: NONE,
    creditedOrders: NONE,
    notSentToday: { withheld: 0, skipped: [] },
  },
  feed: { emails: [], store: [] },
  silence: null,
  revenue: {
    days: [],
    netMinor: 0,
    refundedMinor: 0,
    orders: 0,
    before: { netMinor: 0, orders: 0, isComparable: false },
  },
  changedAt: null,
  isChangeApproved: false,
  lift: {
    countedAt: null,
    revenue: { kind: "not_enough_data", peopleNeeded: 3_000 },
    overall: { kind: "not_enough_data", peopleNeeded: 18_432 },
    flows: [],
  },
};

const page = (change: Partial<HomeSummary> = {}) =>
  textOf(
    <HomePage home={{ ...EMPTY, ...change }} sendingBlocks={[]} onDismissSetup={() => undefined} />,
  );

test("a new shop sees the import progress and the next steps, and no missing numbers", () => {
  const text = page();
  expect(text).toContain("1 of 4 done");
  expect(text).toContain("Orders 30 of 90");
  expect(text).toContain("1,532 read");
  expect(text).toContain("No order has been credited to an email yet.");
  expect(text).toContain("Not enough data yet: about 19,000 more people needed.");
});

test("asks a store whose orders have stopped whether the connection works", () => {
  expect(page()).not.toContain("Check sync status");
  const silence = { lastOrderAt: "2026-02-20T12:00:00.000Z", ordersPerWeek: 31 };
  const text = page({ silence });
  expect(text).toContain("No orders since 20 Feb 2026");
  expect(text).toContain("about 31 orders a week");
  expect(text).toContain("Check sync status");
});

test("the guide is hidden after it was dismissed, and short when all is done", () => {
  expect(page({ setup: { ...EMPTY.setup, isDismissed: true } })).not.toContain("Set up Kindred");
  const [products] = EMPTY.setup.backfills;
  const done = { ...EMPTY.setup, backfills: [products!], isBrandReady: true, liveFlowCount: 1 };
  const text = page({ setup: done });
  expect(text).toContain("Kindred is set up");
  expect(text).not.toContain("Check your brand");
});

test("a failed import is explained, with what happens next", () => {
  const failed = { resource: "orders", state: "failed", importedCount: 3, objectCount: 9 } as const;
  const text = page({ setup: { ...EMPTY.setup, backfills: [failed] } });
  expect(text).toContain("Part of your store could not be read");
  expect(text).toContain("tries again by itself");
});

test("after the guide is dismissed, a flow with waiting emails shows what is missing", () => {
  const setup = { ...EMPTY.setup, isDismissed: true, liveFlowCount: 1 };
  expect(page({ setup })).toContain("Set your brand with its postal address.");
  expect(page({ setup: { ...setup, isSenderReady: false } })).toContain(
    "Set your sender address and your brand with its postal address.",
  );
  for (const calm of [
    { ...setup, isBrandReady: true },
    { ...setup, liveFlowCount: 0 },
    { ...setup, isDismissed: false },
  ]) {
    expect(page({ setup: calm })).not.toContain("its emails wait");
  }
});

test("links a shop without a live flow to the flows, and asks one with a flow to wait", () => {
  expect(page()).toContain("Choose a flow");
  const setup = { ...EMPTY.setup, isDismissed: true, liveFlowCount: 1, isBrandReady: true };
  expect(page({ setup })).not.toContain("Choose a flow");
  expect(page({ setup })).toContain("This fills by itself.");
});

test("reasons are described, and the holdout is listed separately", () => {
  const skipped = [{ reason: "not_subscribed", count: 12 }];
  const text = page({ activity: { ...EMPTY.activity, notSentToday: { withheld: 2, skipped } } });
  expect(text).toContain("The customer isn’t subscribed to marketing email 12");
  expect(text).toContain("Left alone, to measure what the emails earn 2");
});

test("shows each count beside its label, for today, 7 and 30 days", () => {
  const sent = { today: 3, week: 40, month: 1_500 };
  const clicks = { today: 1, week: 9, month: 120 };
  const text = page({ activity: { ...EMPTY.activity, sent, clicks } });
  expect(text).toContain("Today 7 days 30 days");
  expect(text).toContain("Emails sent 3 40 1,500");
  expect(text).toContain("Clicks 1 9 120");
  expect(text).toContain("Orders credited 0 0 0");
});

const REVENUE: HomeSummary["revenue"] = {
  days: [
    { day: "2026-03-01", netMinor: 0 },
    { day: "2026-03-02", netMinor: 10_00 },
    { day: "2026-03-03", netMinor: 30_00 },
  ],
  netMinor: 40_00,
  refundedMinor: 5_00,
  orders: 2,
  before: { netMinor: 32_00, orders: 1, isComparable: true },
};

test("revenue comes first, with its change against the 30 days before", () => {
  const text = page({ revenue: REVENUE });
  expect(text).toContain("£40.00 Success Up 25 % From 2 orders, after £5.00 of refunds.");
  expect(text).toContain("£32.00 in the 30 days before.");
  expect(text.indexOf("Revenue attributed")).toBeLessThan(text.indexOf("What emails did"));
});

test("no change is shown for days without email, and the difference from Reports is explained", () => {
  const before = { ...REVENUE.before, isComparable: false };
  const text = page({ revenue: { ...REVENUE, before } });
  expect(text).not.toContain("Up 25 %");
  expect(text).toContain("There is nothing to compare with yet");
  expect(text).toContain("Reports count by the day on which the email was sent");
});

test("an automatic change is named only when it may explain a drop", () => {
  const changedAt = "2026-03-01T09:00:00Z";
  const dropped = { ...REVENUE, before: { ...REVENUE.before, netMinor: 90_00 } };
  expect(page({ revenue: dropped, changedAt })).toContain(
    "On 1 Mar 2026, 09:00 Kindred changed by itself how your email goes out. That may explain a part of the drop.",
  );
  expect(page({ revenue: dropped, changedAt, isChangeApproved: true })).toContain(
    "On 1 Mar 2026, 09:00 Kindred changed how your email goes out, as you approved. That may explain a part of the drop.",
  );
  expect(page({ revenue: dropped })).not.toContain("changed by itself");
  expect(page({ revenue: REVENUE, changedAt })).not.toContain("changed by itself");
});

test("the revenue chart has a text alternative, and each day can be read", () => {
  const html = htmlOf(
    <HomePage
      home={{ ...EMPTY, revenue: REVENUE }}
      sendingBlocks={[]}
      onDismissSetup={() => undefined}
    />,
  );
  expect(html).toContain(
    'role="img" aria-label="Net revenue by day. 2 of 3 days brought some. The best was 3 Mar with £30.00."',
  );
  expect(html).toContain("<title>2 Mar: £10.00</title>");
  expect(page({ revenue: REVENUE })).toContain("3 Mar £30.00 2 Mar £10.00 1 Mar £0.00");
});

test("a month without attributed revenue says so, without an empty chart", () => {
  const revenue = { ...REVENUE, netMinor: 0, refundedMinor: 0, orders: 0 };
  const text = page({ revenue });
  expect(text).toContain("£0.00 Warning Down 100 % From 0 orders. £32.00 in the 30 days before.");
  expect(text).not.toContain("Day by day");
});

test("a percentage is shown only when there was revenue before", () => {
  expect(revenueChange(40_00, 0)).toBeNull();
  expect(revenueChange(40_00, -1_00)).toBeNull();
  expect(revenueChange(40_00, 40_10)).toEqual({ direction: "same", words: "About the same" });
  expect(revenueChange(10_00, 40_00)).toEqual({ direction: "down", words: "Down 75 %" });
  expect(revenueChange(800_00, 40_00)).toEqual({ direction: "up", words: "Up 1,900 %" });
});

test("email results come first in the feed, and many customers are one line", () => {
  const at = "2026-03-03T12:00:00.000Z";
  const flow = { flowId: "abandoned-checkout", name: "Abandoned checkout" };
  const ofEmail = { at, customerId: "7", messageId: "m1", from: flow.name };
  const text = page({
    feed: {
      emails: [
        { ...ofEmail, key: "1", kind: "order_credited", netMinor: 35_00, currency: "GBP" },
        {
          at,
          key: "2",
          kind: "emails_sent",
          count: 1,
          from: { kind: "flow", id: flow.flowId, name: flow.name },
        },
      ],
      store: [{ at, key: "3", kind: "customers_entered", count: 42, flow }],
    },
  });
  expect(text).toMatch(
    /From your emails.*Order credited, £35\.00: Abandoned checkout.*1 email sent.*In your store.*42 customers entered Abandoned checkout In the last 24 hours, latest 3 Mar 2026, 12:00/,
  );
  expect(page()).toContain("Nothing has happened lately.");
});

test("lift shows when it was counted, or that it was not yet", () => {
  expect(page()).toContain("Not counted yet");
  const text = page({ lift: { ...EMPTY.lift, countedAt: "2026-03-03T12:00:00.000Z" } });
  expect(text).toContain("As of 3 Mar 2026, 12:00.");
});
