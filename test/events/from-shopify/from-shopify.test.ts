import { describe, expect, test, vi } from "vitest";
import { eventsFromWebhook } from "~/events/from-shopify/from-shopify";
import type { AnyEvent } from "~/events/event";
import { parseLossless } from "~/events/parse-lossless";
import { NOW } from "../../support/builders";
import { aWebhook, bodyOf, bodyText } from "../shopify-fixtures";

function eventsOf(topic: string, body: unknown): readonly AnyEvent[] {
  const translation = eventsFromWebhook(aWebhook(topic, body));
  if (translation.kind !== "events") throw new Error(JSON.stringify(translation));
  return translation.events;
}

const lastEventOf = (topic: string, body: unknown = bodyOf(topic)) => eventsOf(topic, body).at(-1)!;

describe("an order", () => {
  test("is placed at its payment time, in the shop's currency, each line after discounts", () => {
    const [event] = eventsOf("orders/create", bodyOf("orders/create"));
    expect(event).toMatchObject({
      kind: "order_placed",
      sourceId: "order/5500000000001/placed",
      customerId: "6543210001",
      occurredAt: new Date("2026-03-01T10:00:02Z"),
      payload: {
        currency: "GBP",
        totalMinor: 64_20,
        checkoutToken: "9d2f0b6c77",
        test: false,
        lines: [
          { productId: "8800000000001", quantity: 1, netMinor: 39_60 },
          { productId: "8800000000002", quantity: 2, netMinor: 21_60 },
        ],
      },
      personal: { email: "orla.quill@example.com", firstName: "Orla", city: "Whitby" },
    });
  });

  test("is recorded under the same key by every topic", () => {
    const events = eventsOf("orders/fulfilled", bodyOf("orders/fulfilled"));
    expect(events.map((it) => it.sourceId)).toEqual([
      "order/5500000000001/placed",
      "order/5500000000001/fulfilled/2026-03-03T08:00:00.000Z",
    ]);
  });

  test("is fulfilled when its last parcel is shipped, and includes its refunds", () => {
    expect(lastEventOf("orders/fulfilled")).toMatchObject({
      occurredAt: new Date("2026-03-02T16:30:00Z"),
      payload: {
        fulfilledAt: new Date("2026-03-02T16:30:00Z"),
        refunds: [{ refundId: "930000000001", amountMinor: 10_80 }],
      },
    });
  });

  test("contains no personal data of a guest", () => {
    expect(lastEventOf("orders/create", bodyOf("orders/create", "-guest"))).toMatchObject({
      customerId: null,
      personal: null,
      payload: { lines: [{ productId: null, variantId: null, netMinor: 2_50 }] },
    });
  });

  test("keeps ids above 2^53 exact", () => {
    const text = bodyText("orders/create")
      .replace('"id": 5500000000001', '"id": 9007199254740993')
      .replace('"admin_graphql_api_id": "gid://shopify/Order/5500000000001"', '"x": 1')
      .replaceAll('"product_id": 8800000000001', '"product_id": 18014398509481985');
    const parsed = parseLossless(text);
    if (parsed.kind !== "json") throw new Error(parsed.reason);
    expect(lastEventOf("orders/create", parsed.value)).toMatchObject({
      payload: { orderId: "9007199254740993", lines: [{ productId: "18014398509481985" }, {}] },
    });
  });

  test("uses UTC for times without a zone, in any local time zone", () => {
    vi.stubEnv("TZ", "America/New_York");
    const created_at = "2026-03-01T10:00:02";
    const body = { ...bodyOf("orders/create"), created_at, processed_at: "2026-03-01 10:00:02" };
    const [event] = eventsOf("orders/create", body);
    vi.unstubAllEnvs();
    expect(event!.occurredAt).toEqual(new Date("2026-03-01T10:00:02Z"));
  });

  test("marks a test order", () => {
    const event = lastEventOf("orders/create", { ...bodyOf("orders/create"), test: true });
    expect(event.payload).toMatchObject({ test: true });
  });

  test.each([
    ["in 1999", "1999-12-31T23:59:59Z"],
    ["in two years", "2028-03-03T12:00:00Z"],
    ["that is no instant", "yesterday"],
  ])("is refused when an instant is %s, and the error names the field", (_what, created_at) => {
    const body = { ...bodyOf("orders/create"), created_at };
    expect(eventsFromWebhook(aWebhook("orders/create", body))).toEqual({
      kind: "refused",
      reason: "created_at is no instant between the year 2000 and a year from now",
    });
  });

  test("keeps the first 4,000 of 4,001 lines", () => {
    const line = { title: "Mug", quantity: 1, price: "1.00" };
    const body = { ...bodyOf("orders/create"), line_items: Array(4_001).fill(line) };
    const { payload } = lastEventOf("orders/create", body);
    expect("lines" in payload && payload.lines).toHaveLength(4_000);
  });

  test("removes NUL characters and unpaired surrogates, and keeps whole emoji", () => {
    const body = { ...bodyOf("orders/create"), name: "#1\u00000\ud83d42 🫖" };
    expect(lastEventOf("orders/create", body).payload).toMatchObject({ name: "#1042 🫖" });
  });
});

describe("a customer", () => {
  test("contains only the reported fields", () => {
    const { email: _email, ...body } = bodyOf("customers/create");
    const { personal } = lastEventOf("customers/create", body);
    expect(personal).not.toHaveProperty("email");
    expect(personal).toMatchObject({ firstName: "Orla", phone: null });
  });

  test.each([
    ["absent", undefined],
    ["null", null],
    ["filled with null", { state: null, opt_in_level: null, consent_updated_at: null }],
  ])("has no consent without a consent field (%s)", (_what, email_marketing_consent) => {
    const body = { ...bodyOf("customers/create"), email_marketing_consent };
    const events = eventsOf("customers/create", body);
    expect(events.map((it) => it.kind)).toEqual(["customer_created"]);
    expect(events[0]!.payload).toMatchObject({ consent: null });
  });

  test("gives a separate consent event", () => {
    const { email_marketing_consent } = bodyOf("customers_email_marketing_consent/update");
    const events = eventsOf("customers/update", {
      ...bodyOf("customers/create"),
      email_marketing_consent,
    });
    expect(events.map((it) => it.sourceId)).toEqual([
      "customer/6543210001/updated/2026-03-01T10:00:05.000Z",
      "consent/6543210001/2026-02-01T12:00:00.000Z/subscribed",
    ]);
  });
});

describe("a merge of customers", () => {
  test("names both customers of a completed merge", () => {
    expect(lastEventOf("customers/merge")).toMatchObject({
      kind: "customer_merged",
      sourceId: "customer/706405506930370085/merged/706405506930370084",
      customerId: "706405506930370085",
      payload: { intoCustomerId: "706405506930370084" },
    });
  });

  test.each(["failed", "in_progress", undefined])("gives no event when it is %s", (status) => {
    const webhook = aWebhook("customers/merge", { ...bodyOf("customers/merge"), status });
    expect(eventsFromWebhook(webhook).kind).toBe("ignored");
  });
});

describe("customer tags", () => {
  const changed = (topic: string, body: object) => eventsFromWebhook(aWebhook(topic, body));
  const body = {
    customerId: "gid://shopify/Customer/6543210001",
    tags: ["VIP", " ", "wholesale", "VIP"],
    occurredAt: "2026-03-01T10:00:05Z",
  };

  test("are sealed with the event of each change", () => {
    for (const change of ["added", "removed"]) {
      expect(changed(`customer.tags_${change}`, body)).toMatchObject({
        events: [
          {
            kind: "customer_tags_changed",
            sourceId: `customer/6543210001/tags/${change}/2026-03-01T10:00:05.000Z`,
            customerId: "6543210001",
            occurredAt: new Date("2026-03-01T10:00:05Z"),
            payload: { change },
            personal: { tags: ["VIP", "wholesale"] },
          },
        ],
      });
    }
  });

  test("without a customer or without a tag give no event", () => {
    const topic = "customer.tags_added";
    expect(changed(topic, { ...body, customerId: null }).kind).toBe("refused");
    expect(changed(topic, { ...body, tags: [] }).kind).toBe("ignored");
  });
});

describe("consent", () => {
  test("has the same key from the webhook and the customer", () => {
    expect(lastEventOf("customers_email_marketing_consent/update")).toMatchObject({
      sourceId: "consent/6543210001/2026-02-01T12:00:00.000Z/subscribed",
      payload: { marketingState: "subscribed", optIn: "single_opt_in" },
    });
  });

  test("is refused in an unknown state", () => {
    const body = { customer_id: 1, email_marketing_consent: { state: "maybe" } };
    expect(eventsFromWebhook(aWebhook("customers_email_marketing_consent/update", body)).kind).toBe(
      "refused",
    );
  });
});

describe("an opt-out", () => {
  const translate = (email_marketing_consent: object) =>
    eventsFromWebhook(
      aWebhook("customers_email_marketing_consent/update", {
        customer_id: 1,
        email_marketing_consent,
      }),
    );

  test("is accepted with any timestamp, and counts from its delivery", () => {
    for (const consent_updated_at of ["1999-01-01T00:00:00Z", "soon", "9999-12-31T23:59:59Z"]) {
      expect(translate({ state: "unsubscribed", consent_updated_at })).toMatchObject({
        events: [{ payload: { marketingState: "unsubscribed", changedAt: NOW } }],
      });
    }
  });

  test("is not replaced by an opt-in of unknown age", () => {
    const yes = translate({ state: "subscribed", consent_updated_at: "1999-01-01T00:00:00Z" });
    expect(yes.kind).toBe("refused");
  });

  test("is not hidden by an earlier opt-in with a future timestamp", () => {
    const nextMonth = new Date(NOW.getTime() + 30 * 86_400_000).toISOString();
    expect(translate({ state: "subscribed", consent_updated_at: nextMonth })).toMatchObject({
      events: [{ payload: { changedAt: NOW } }],
    });
  });
});

describe("a checkout", () => {
  test("is recorded as started and updated when it continued, with its recovery URL", () => {
    const events = eventsOf("checkouts/update", bodyOf("checkouts/update"));
    expect(events.map((it) => it.sourceId)).toEqual([
      "checkout/9d2f0b6c77/started",
      "checkout/9d2f0b6c77/updated/2026-03-01T09:55:30.000Z",
    ]);
    expect(events[1]).toMatchObject({
      customerId: "6543210001",
      payload: { totalMinor: 47_00, lines: [{ variantTitle: "Sage green", netMinor: 44_00 }] },
      personal: {
        email: "orla.quill@example.com",
        recoveryUrl: "https://kettle.example/1/checkouts/ac/9d2f0b6c77/recover?key=k0",
      },
    });
  });

  test("is recorded as completed", () => {
    const body = { ...bodyOf("checkouts/update"), completed_at: "2026-03-01T10:00:00Z" };
    expect(lastEventOf("checkouts/update", body).kind).toBe("checkout_completed");
  });

  test("is identified by its cart when it was deleted", () => {
    expect(lastEventOf("checkouts/delete").payload).toEqual({
      token: null,
      cartToken: "c1-0af3b2",
    });
  });
});

describe("a product", () => {
  test("has its variants in the shop's currency", () => {
    expect(lastEventOf("products/update")).toMatchObject({
      sourceId: "product/8800000000001/2026-02-20T08:00:00.000Z",
      payload: {
        tags: ["electric", "gift"],
        status: "active",
        imageUrl: "https://cdn.kettle.example/files/aero.jpg",
        variants: [
          { priceMinor: 44_00, compareAtMinor: 52_00, availableForSale: true },
          { inventoryQuantity: 0, availableForSale: false },
          { inventoryQuantity: -3, availableForSale: true },
        ],
      },
    });
  });

  test("is not published when its publication date is far ahead", () => {
    const body = { ...bodyOf("products/update"), published_at: "2199-01-01T00:00:00Z" };
    expect(lastEventOf("products/update", body).payload).toMatchObject({ publishedAt: null });
  });

  test("with a future timestamp does not hide earlier updates", () => {
    const nextMonth = new Date(NOW.getTime() + 30 * 86_400_000).toISOString();
    const body = { ...bodyOf("products/update"), updated_at: nextMonth };
    expect(lastEventOf("products/update", body).payload).toMatchObject({ updatedAt: NOW });
  });

  test("is a draft when its status is unknown", () => {
    const body = { ...bodyOf("products/update"), status: "resting" };
    expect(lastEventOf("products/update", body).payload).toMatchObject({ status: "draft" });
  });
});

describe("installation topics", () => {
  test.each([
    ["app/uninstalled", { kind: "app_uninstalled" }],
    ["app/scopes_update", { kind: "scopes_changed" }],
    [
      "shop/update",
      { kind: "shop_changed", shop: { currency: "GBP", timeZone: "Europe/London", plan: "basic" } },
    ],
    ["app_subscriptions/update", { kind: "subscription_changed" }],
    ["bulk_operations/finish", { bulkOperationId: "gid://shopify/BulkOperation/720918" }],
    ["customers/data_request", { request: { customerId: "6543210001", requestId: "9999" } }],
    ["customers/redact", { request: { orderIds: ["5500000000001"] } }],
    ["shop/redact", { kind: "shop_redacted" }],
  ])("%s gives a command", (topic, lifecycle) => {
    expect(eventsFromWebhook(aWebhook(topic, bodyOf(topic)))).toMatchObject({
      kind: "lifecycle",
      lifecycle,
    });
  });
});

test("an unused topic is ignored", () => {
  expect(eventsFromWebhook(aWebhook("themes/publish", {})).kind).toBe("ignored");
  expect(eventsFromWebhook(aWebhook("constructor", {})).kind).toBe("ignored");
});
