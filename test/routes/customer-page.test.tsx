import { expect, test } from "vitest";
import type { CustomerPageData as Customer } from "~/pages/customers/customer-page.server";
import type { CustomerBrowsing } from "~/pages/customers/customer-browsing.server";
import { BrowsingCard } from "~/routes/app.customers.$customerId/browsing-card";
import { SimilarCustomersCard } from "~/routes/app.customers.$customerId/similar-customers-card";
import { CUSTOMER_TABS, CustomerPage } from "~/routes/app.customers.$customerId/page";
import { TimelineCard } from "~/routes/app.customers.$customerId/timeline-card";
import { OverviewTab } from "~/routes/app.customers.$customerId/overview-tab";
import { ScoresCard } from "~/routes/app.customers.$customerId/scores-card";
import { textOf } from "../support/render-page";

const UNKNOWN_CUSTOMER: Customer = {
  customerId: "13000",
  profileId: "c13000",
  name: null,
  email: null,
  city: null,
  countryCode: null,
  currency: "GBP",
  timeZone: "Europe/London",
  consent: { state: "unsubscribed", changedAt: null },
  suppressions: ["unsubscribe"],
  orderCount: 0,
  netSpendMinor: 0,
  averageOrderMinor: null,
  firstOrderAt: null,
  lastOrderAt: null,
  daysSinceLastOrder: null,
  medianGapDays: null,
  waitsForDiscounts: false,
  discountHabit: null,
  affinities: [],
  timeline: [],
};

const NO_VISITS: CustomerBrowsing = {
  visits: 0,
  visitDays: 0,
  meanDwellSeconds: null,
  lastSeenAt: null,
  viewed: [],
  searches: [],
  browsers: [],
};

test("the page of an unknown customer shows no invented numbers", () => {
  const tabs = CUSTOMER_TABS.map((tab) => (
    <CustomerPage
      key={tab}
      {...{ tab, onTab: () => undefined }}
      customer={UNKNOWN_CUSTOMER}
      emails={[]}
      picks={[]}
      similarCustomers={[]}
      prediction={null}
      browsing={NO_VISITS}
      properties={[
        { name: "Kind", value: "Collector", flowId: "welcome", setAt: "2026-03-01T12:00:00.000Z" },
        { name: "Size", value: "38", flowId: "gone", setAt: "2026-03-02T12:00:00.000Z" },
      ]}
      onSeparate={() => undefined}
      dataRequests={[{ customerId: "13000", requestedAt: "2026-03-03T12:00:00.000Z" }]}
      flows={[{ flowId: "welcome", name: "Welcome" }]}
      reasons={[]}
      notes={[{ noteId: "n1", text: "Called about a tray", writtenAt: "2026-03-01T12:00:00.000Z" }]}
      noting={{
        ...{ isSaving: false, hasFailed: false },
        ...{ onAdd: () => undefined, onDelete: () => undefined },
      }}
      onDownload={() => undefined}
    />
  ));
  const text = textOf(<>{tabs}</>);
  expect(text).toContain("Customer 13000");
  expect(text).toContain("No email is sent to this address: unsubscribed");
  expect(text).toContain("Between orders None Needs two orders");
  expect(text).toContain("Kind Collector Set by Welcome on Mar 1, 2026");
  expect(text).toContain("Size 38 Set by a deleted flow on Mar 2, 2026");
  expect(text).toContain("Called about a tray Mar 1, 2026");
  expect(text).toContain("No predictions yet");
  expect(text).toContain("No visits recorded");
  expect(text).toContain("Similar customers appear after this customer’s first order.");
  expect(text).toContain("Customer 13000 made the request on Mar 3, 2026");
  expect(text).not.toMatch(/NaN|undefined|null/);
});

test("says in words that an expected share is below the smallest rate", () => {
  const habit = (expectedShare: number) =>
    textOf(
      <OverviewTab
        customer={{
          ...UNKNOWN_CUSTOMER,
          orderCount: 121,
          discountHabit: { orders: 121, withCode: 0, expectedShare },
        }}
        {...{ prediction: null, picks: [], properties: [], flows: [], notes: [] }}
        noting={{
          ...{ isSaving: false, hasFailed: false },
          ...{ onAdd: () => undefined, onDelete: () => undefined },
        }}
        onPredictions={() => undefined}
      />,
    );
  expect(habit(0.003)).toContain("Almost none of the next orders are expected to have one.");
  expect(habit(0.12)).toContain("About 12% of the next orders are expected to have one.");
});

test("the timeline names an email by its campaign, or by its flow", () => {
  const at = "2026-03-03T11:00:00.000Z";
  const text = textOf(
    <TimelineCard
      items={[
        { key: "1", at, kind: "email_clicked", messageId: "m1", classification: "human" },
        { key: "2", at, kind: "email_sent", messageId: "m1" },
        { key: "3", at, kind: "email_sent", messageId: "m0" },
      ]}
      emailNames={new Map([["m1", "Autumn teas"]])}
    />,
  );
  expect(text).toMatch(/Clicked in Autumn teas .* Received Autumn teas .* Received Email/);
});

test("similar customers show shared traits and other purchases", () => {
  const alike = {
    customerId: "7",
    name: null,
    shared: [
      { trait: { kind: "product_type", productType: "Mugs" }, side: "above", part: 2 },
      { trait: { kind: "frequency" }, side: "above", part: 1 },
    ],
  } as const;
  const bought = ["Teapot", "Tray", "Spoon"];
  const similarCustomers = [
    { ...alike, bought, boughtCount: 5, countedFor: [] },
    {
      ...{ ...alike, customerId: "8", name: "Ada Quill", shared: [] },
      ...{ bought: [], boughtCount: 0, countedFor: [] },
    },
  ];
  const text = textOf(<SimilarCustomersCard customers={similarCustomers} hasOrdered />);
  expect(text).toContain("Customer 7 Both buy Mugs and buy often");
  expect(text).toContain("Also bought Teapot, Tray, Spoon and 2 more products");
  expect(text).toContain("Ada Quill Both are close to your average customer");
  expect(text).toContain("Bought nothing that this customer hasn’t");
  expect(text).toContain("From the same customer group");
  expect(text).not.toContain("Counts for recommending");
});

test("similar customers name the recommendations that they count for", () => {
  const voter = { customerId: "7", name: null, shared: [], bought: ["Tray"], boughtCount: 1 };
  const customers = [{ ...voter, countedFor: ["Tray", "Spoon"] }];
  const text = textOf(<SimilarCustomersCard customers={customers} hasOrdered={false} />);
  expect(text).toContain("This customer has few or no orders");
  expect(text).toContain("Counts for recommending Tray and Spoon");
});

test("visits show the viewed pages and how the customer was identified", () => {
  const text = textOf(
    <BrowsingCard
      browsing={{
        visits: 3,
        visitDays: 2,
        meanDwellSeconds: 95,
        lastSeenAt: "2026-03-03T11:00:00.000Z",
        viewed: [{ productId: "501", title: "Cedar tray", views: 1, dwellSeconds: 30 }],
        searches: ["tray"],
        browsers: [
          {
            visitorId: "ann",
            proofs: ["click", "checkout"],
            firstShownAt: "2026-02-28T11:00:00.000Z",
          },
        ],
      }}
      onSeparate={() => undefined}
    />,
  );
  expect(text).toContain("Visits 3 on 2 days");
  expect(text).toContain("Time per visit 2 min");
  expect(text).toContain("Cedar tray 1 view, 30 s");
  expect(text).toContain("Searched for tray");
  expect(text).toContain(
    "Browser identified by a link in an email and a checkout since Feb 28, 2026",
  );
  expect(text).toContain("Not this customer");
});

test("each score has its range, its grade and its reasons", () => {
  const why = { feature: "recency", value: 12, direction: "raises", share: 0.6 } as const;
  const score = { habit: null, range: null, grade: "C", reasons: [] } as const;
  const text = textOf(
    <ScoresCard
      prediction={{
        computedAt: "2026-03-03T12:00:00.000Z",
        currency: "GBP",
        grade: "B",
        scores: [
          {
            predicted: "buy_30",
            unit: "rate",
            value: 0.42,
            habit: null,
            range: [0.31, 0.55],
            grade: "B",
            reasons: [why],
          },
          { ...score, predicted: "value", unit: "money", value: 123_45, range: [0, 300_00] },
          { ...score, predicted: "expected_orders", unit: "count", value: 2.25 },
          {
            ...score,
            predicted: "next_order_days",
            unit: "instant",
            value: Date.UTC(2026, 2, 9, 12),
          },
          {
            ...score,
            predicted: "best_hour",
            unit: "hour",
            value: null,
            habit: { kind: "needs_responses", more: 12 },
          },
          {
            ...score,
            predicted: "emails_per_28_days",
            unit: "count",
            value: 6,
            habit: { kind: "limit", lossRate: 0.004, high: 0.012 },
          },
        ],
        group: { key: "loyal", grade: "A", reasons: [] },
      }}
    />,
  );
  expect(text).toContain("Chance of an order within 30 days Info Grade B 42% 31% to 55%");
  expect(text).toContain("Last bought 12 days ago (raises it, 60% of the total effect)");
  expect(text).toContain("£123.45 £0.00 to £300.00");
  expect(text).toContain(
    "Expected orders in the next 12 months Grade C 2.3 Next order date Grade C Mar 9, 2026",
  );
  expect(text).toContain("Not known yet Needs 12 more emails with a response");
  expect(text).toContain(
    "6 emails in 28 days One more email makes 0.4% of similar customers unsubscribe, 1.2% at most",
  );
  expect(text).toContain("Grade A Loyal regulars Buy regularly");
});

test.each([
  ["recency", 0, "Bought today"],
  ["recency", 1, "Last bought 1 day ago"],
  ["frequency", 12, "Bought on 12 days"],
  ["basketSize", 4_236, "Spends £42.36 per order"],
  ["meanGap", 21.2, "Buys about every 21 days"],
  ["recencyOverGap", 1.4, "Time since last order is 140% of the usual interval"],
  ["gapVariation", 0.3, "Orders at regular intervals"],
  ["clicks", 0.2, "No recent clicks in emails"],
  ["left", 0.004, "Order pattern predicts a <1% chance of never buying again"],
  ["from_the_future", 1, "from_the_future"],
])("writes the reason %s with %d", (feature, value, written) => {
  const reasons = [{ feature, value, direction: "lowers", share: 0.5 }] as const;
  const text = textOf(
    <ScoresCard
      prediction={{
        computedAt: "2026-03-03T12:00:00.000Z",
        currency: "GBP",
        grade: "B",
        scores: [],
        group: { key: "loyal", grade: "A", reasons },
      }}
    />,
  );
  expect(text).toContain(`↓ ${written} (lowers it`);
});
