import { expect, test } from "vitest";
import { revenueChange } from "~/routes/app._index/revenue-change";
import { EMPTY_HOME, homeText, NOTHING_IN_THEME, renderHome, REVENUE } from "../support/home-page";
import { htmlOf, textOf } from "../support/render-page";

test("a new shop sees the import progress and the next steps, and no missing numbers", () => {
  const text = homeText();
  expect(text).toContain("1 of 6 steps complete");
  expect(text).toContain("Orders 30 of 90");
  expect(text).toContain("1,532 imported");
  expect(text).toContain("No orders attributed yet");
  expect(text).toContain("Not counted yet.");
});

test("asks a store whose orders have stopped whether the connection works", () => {
  expect(homeText()).not.toContain("Check sync status");
  const silence = { lastOrderAt: "2026-02-20T12:00:00.000Z", ordersPerWeek: 31 };
  const text = homeText({ silence });
  expect(text).toContain("No orders since Feb 20, 2026");
  expect(text).toContain("about 31 orders a week");
  expect(text).toContain("Check sync status");
});

test("the guide is hidden after it was dismissed, and short when all is done", () => {
  expect(homeText({ setup: { ...EMPTY_HOME.setup, isDismissed: true } })).not.toContain(
    "Set up Kindred",
  );
  const [products] = EMPTY_HOME.setup.backfills;
  const done = {
    ...EMPTY_HOME.setup,
    backfills: [products!],
    isBrandReady: true,
    isLookDecided: true,
    liveFlowCount: 1,
  };
  expect(homeText({ setup: done })).toContain("5 of 6 steps complete");
  const theme = { ...NOTHING_IN_THEME, identity: true };
  const text = textOf(renderHome({ setup: done }, { theme }));
  expect(text).toContain("Setup complete");
  expect(text).not.toContain("Set up your brand");
});

test("reminds of the look of emails, also of a shop with an address, until it was decided", () => {
  const setup = { ...EMPTY_HOME.setup, isBrandReady: true };
  expect(homeText({ setup })).toContain("Choose look");
  expect(homeText({ setup })).toContain("Keep as is");
  expect(homeText({ setup: { ...setup, isLookDecided: true } })).not.toContain("Choose look");
});

test("a failed import is explained, with what happens next", () => {
  const failed = { resource: "orders", state: "failed", importedCount: 3, objectCount: 9 } as const;
  const text = homeText({ setup: { ...EMPTY_HOME.setup, backfills: [failed] } });
  expect(text).toContain("Part of your store couldn’t be imported");
  expect(text).toContain("Not complete: Orders. Kindred tries again automatically");
});

test("after the guide is dismissed, a flow with waiting emails shows what is missing", () => {
  const setup = { ...EMPTY_HOME.setup, isDismissed: true, liveFlowCount: 1 };
  expect(homeText({ setup })).toContain("Set up your brand with its postal address.");
  expect(homeText({ setup: { ...setup, isSenderReady: false } })).toContain(
    "Set your sender address, and set up your brand with its postal address.",
  );
  for (const calm of [
    { ...setup, isBrandReady: true },
    { ...setup, liveFlowCount: 0 },
    { ...setup, isDismissed: false },
  ]) {
    expect(homeText({ setup: calm })).not.toContain("its emails are on hold");
  }
});

test("links a shop without a live flow to the flows, and asks one with a flow to wait", () => {
  expect(homeText()).toContain("Choose flow");
  const setup = { ...EMPTY_HOME.setup, isDismissed: true, liveFlowCount: 1, isBrandReady: true };
  expect(homeText({ setup })).not.toContain("Choose flow");
  expect(homeText({ setup })).toContain("when a customer clicks in an email and then buys");
});

test("reasons are described, and the holdout is listed separately", () => {
  const skipped = [{ reason: "not_subscribed", count: 12 }];
  const text = homeText({
    activity: { ...EMPTY_HOME.activity, notSentToday: { withheld: 2, skipped } },
  });
  expect(text).toContain("The customer isn’t subscribed to marketing email 12");
  expect(text).toContain("The customer is in the holdout group 2");
});

test("shows each count beside its label, for today, this week, the week before and 30 days", () => {
  const sent = { today: 0, week: 40, weekBefore: 80, month: 1_500 };
  const clicks = { today: 0, week: 9, weekBefore: 4, month: 120 };
  const text = homeText({ activity: { ...EMPTY_HOME.activity, sent, clicks } });
  expect(text).toContain("Today 7 days 7 days before 30 days");
  expect(text).toContain("Emails sent 0 40 80 1,500");
  expect(text).toContain("Clicks 0 9 4 120");
  expect(text).toContain("Attributed orders 0 0 0 0");
  expect(text).toContain("Clicks per email – 22.5% 5% 8%");
});

test("revenue comes first, with its change against the 30 days before", () => {
  const text = homeText({ revenue: REVENUE });
  expect(text).toContain("£40.00 Success Up 25% From 2 orders, after £5.00 in refunds");
  expect(text).toContain("£32.00 in the previous 30 days");
  expect(text.indexOf("Attributed revenue")).toBeLessThan(text.indexOf("Email activity"));
});

test("revenue of the last seven days stands beside that of the seven days before", () => {
  const days = Array.from({ length: 30 }, (_, n) => ({
    day: `2026-02-${String(n + 1).padStart(2, "0")}`,
    netMinor: (n + 1) * 100,
  }));
  expect(homeText({ revenue: { ...REVENUE, days } })).toContain(
    "£189.00 in the last 7 days, £140.00 in the 7 days before",
  );
});

test("no change is shown for days without email, and the difference from Reports is explained", () => {
  const before = { ...REVENUE.before, isComparable: false };
  const text = homeText({ revenue: { ...REVENUE, before } });
  expect(text).not.toContain("Up 25%");
  expect(text).toContain("There’s no comparison yet");
  expect(text).toContain("Reports use the date the email was sent instead");
});

test("an automatic change is named only when it may explain a drop", () => {
  const changedAt = "2026-03-01T09:00:00Z";
  const dropped = { ...REVENUE, before: { ...REVENUE.before, netMinor: 90_00 } };
  expect(homeText({ revenue: dropped, changedAt })).toContain(
    "Kindred changed how your emails are sent on Mar 1, 2026, 9:00 AM. That may explain part of the drop.",
  );
  expect(homeText({ revenue: dropped, changedAt, isChangeApproved: true })).toContain(
    "Kindred changed how your emails are sent on Mar 1, 2026, 9:00 AM, as you approved.",
  );
  expect(homeText({ revenue: dropped })).not.toContain("Kindred changed");
  expect(homeText({ revenue: REVENUE, changedAt })).not.toContain("Kindred changed");
});

test("the revenue chart has a text alternative, and each day can be read", () => {
  const html = htmlOf(renderHome({ revenue: REVENUE }));
  expect(html).toContain(
    'role="img" aria-label="Net revenue by day. 2 of 3 days had revenue. The best was Mar 3 with £30.00."',
  );
  expect(html).toContain("<title>Mar 2: £10.00</title>");
  expect(homeText({ revenue: REVENUE })).toContain("Mar 3 £30.00 Mar 2 £10.00 Mar 1 £0.00");
});

test("a month without attributed revenue says so, without an empty chart", () => {
  const revenue = { ...REVENUE, netMinor: 0, refundedMinor: 0, orders: 0 };
  const text = homeText({ revenue });
  expect(text).toContain("£0.00 Warning Down 100% From 0 orders £32.00 in the previous 30 days");
  expect(text).not.toContain("Revenue by day");
});

test("a percentage is shown only when there was revenue before", () => {
  expect(revenueChange(40_00, 0)).toBeNull();
  expect(revenueChange(40_00, -1_00)).toBeNull();
  expect(revenueChange(40_00, 40_10)).toEqual({ direction: "same", percent: 0 });
  expect(revenueChange(10_00, 40_00)).toEqual({ direction: "down", percent: 75 });
  expect(revenueChange(800_00, 40_00)).toEqual({ direction: "up", percent: 1_900 });
});

test("email results come first in the feed, and many customers are one line", () => {
  const at = "2026-03-03T12:00:00.000Z";
  const flow = { flowId: "abandoned-checkout", name: "Abandoned checkout" };
  const ofEmail = { at, customerId: "7", messageId: "m1", from: flow.name };
  const text = homeText({
    feed: {
      countedAt: null,
      customers: { "7": "Ada Lovelace" },
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
    /From your emails.*£35\.00 order attributed to Abandoned checkout .*Ada Lovelace.*1 email sent from.*In your store.*42 customers entered Abandoned checkout Last 24 hours, latest Mar 3, 2026, 12:00/,
  );
  expect(homeText()).toContain("No recent activity.");
});

test("lift shows when it was counted, or that it was not yet", () => {
  expect(homeText()).toContain("Not counted yet");
  const text = homeText({ lift: { ...EMPTY_HOME.lift, countedAt: "2026-03-03T12:00:00.000Z" } });
  expect(text).toContain("Counted Mar 3, 2026, 12:00");
});

test("compares the flows whose emails bring the most and the least", () => {
  const flows = {
    best: { flowId: "abandoned-checkout", name: "Abandoned checkout", netMinorPer100: 120_40 },
    lowest: { flowId: "win-back", name: "Win-back", netMinorPer100: 2_00 },
  };
  const text = homeText({ activity: { ...EMPTY_HOME.activity, flows } });
  expect(text).toContain("Best flow: Abandoned checkout with £120.40 per 100 emails");
  expect(text).toContain("Lowest flow: Win-back with £2.00 per 100 emails");
});
