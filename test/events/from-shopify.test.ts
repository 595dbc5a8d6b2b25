import { describe, expect, test, vi } from "vitest";
import { eventsFromWebhook } from "~/events/from-shopify";
import type { AnyEvent } from "~/events/event";
import { parseLossless } from "~/events/parse-lossless";
import { NOW } from "../support/builders";
import { aWebhook, bodyOf, bodyText } from "./shopify-fixtures";

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

  test("is also recorded as placed by every topic, under one key", () => {
    const events = eventsOf("orders/fulfilled", bodyOf("orders/fulfilled"));
    expect(events.map((it) => it.sourceId)).toEqual([
      "order/5500000000001/placed",
      "order/5500000000001/fulfilled/2026-03-03T08:00:00.000Z",
    ]);
  });

  test("is fulfilled when its last parcel left, and carries its refunds", () => {
    expect(lastEventOf("orders/fulfilled")).toMatchObject({
      occurredAt: new Date("2026-03-02T16:30:00Z"),
      payload: {
        fulfilledAt: new Date("2026-03-02T16:30:00Z"),
        refunds: [{ refundId: "930000000001", amountMinor: 10_80 }],
      },
    });
  });

  test("of a guest keeps nothing personal", () => {
    expect(lastEventOf("orders/create", bodyOf("orders/create", "-guest"))).toMatchObject({
      customerId: null,
      personal: null,
      payload: { lines: [{ productId: null, variantId: null, netMinor: 2_50 }] },
    });
  });

  test("keeps an id above 2^53 to the digit", () => {
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

  test("with times that name no zone is placed in UTC, wherever Kindred runs", () => {
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
  ])("with an instant %s is refused, naming the field", (_what, created_at) => {
    const body = { ...bodyOf("orders/create"), created_at };
    expect(eventsFromWebhook(aWebhook("orders/create", body))).toEqual({
      kind: "refused",
      reason: "created_at is no instant between the year 2000 and a year from now",
    });
  });

  test("with 4,001 lines keeps the first 4,000", () => {
    const line = { title: "Mug", quantity: 1, price: "1.00" };
    const body = { ...bodyOf("orders/create"), line_items: Array(4_001).fill(line) };
    const { payload } = lastEventOf("orders/create", body);
    expect("lines" in payload && payload.lines).toHaveLength(4_000);
  });

  test("loses NUL characters and halves of surrogate pairs, and keeps whole emoji", () => {
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
  ])("without consent (%s) says nothing of it", (_what, email_marketing_consent) => {
    const body = { ...bodyOf("customers/create"), email_marketing_consent };
    const events = eventsOf("customers/create", body);
    expect(events.map((it) => it.kind)).toEqual(["customer_created"]);
    expect(events[0]!.payload).toMatchObject({ consent: null });
  });

  test("with consent gives a separate consent event", () => {
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

  test.each(["failed", "in_progress", undefined])("that is %s tells nothing", (status) => {
    const webhook = aWebhook("customers/merge", { ...bodyOf("customers/merge"), status });
    expect(eventsFromWebhook(webhook).kind).toBe("ignored");
  });
});

describe("consent", () => {
  test("has the same key from the webhook and the customer", () => {
    expect(lastEventOf("customers_email_marketing_consent/update")).toMatchObject({
      sourceId: "consent/6543210001/2026-02-01T12:00:00.000Z/subscribed",
      payload: { marketingState: "subscribed", optIn: "single_opt_in" },
    });
  });

  test("in a state that is not known is refused", () => {
    const body = { customer_id: 1, email_marketing_consent: { state: "maybe" } };
    expect(eventsFromWebhook(aWebhook("customers_email_marketing_consent/update", body)).kind).toBe(
      "refused",
    );
  });
});

describe("a no", () => {
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

  test("is not undone by a yes of unknown age", () => {
    const yes = translate({ state: "subscribed", consent_updated_at: "1999-01-01T00:00:00Z" });
    expect(yes.kind).toBe("refused");
  });

  test("that comes later is not hidden by a yes of next month", () => {
    const nextMonth = new Date(NOW.getTime() + 30 * 86_400_000).toISOString();
    expect(translate({ state: "subscribed", consent_updated_at: nextMonth })).toMatchObject({
      events: [{ payload: { changedAt: NOW } }],
    });
  });
});

describe("a checkout", () => {
  test("that continued is recorded as started and updated, with its recovery URL", () => {
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

  test("that was deleted is known by its cart", () => {
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

  test("to be published at a time far ahead is kept, and is not published", () => {
    const body = { ...bodyOf("products/update"), published_at: "2199-01-01T00:00:00Z" };
    expect(lastEventOf("products/update", body).payload).toMatchObject({ publishedAt: null });
  });

  test("with a future timestamp does not hide earlier updates", () => {
    const nextMonth = new Date(NOW.getTime() + 30 * 86_400_000).toISOString();
    const body = { ...bodyOf("products/update"), updated_at: nextMonth };
    expect(lastEventOf("products/update", body).payload).toMatchObject({ updatedAt: NOW });
  });

  test("of a status that is not known is a draft", () => {
    const body = { ...bodyOf("products/update"), status: "resting" };
    expect(lastEventOf("products/update", body).payload).toMatchObject({ status: "draft" });
  });
});

describe("what concerns the installation", () => {
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
  ])("%s is something to do", (topic, lifecycle) => {
    expect(eventsFromWebhook(aWebhook(topic, bodyOf(topic)))).toMatchObject({
      kind: "lifecycle",
      lifecycle,
    });
  });
});

test("a topic that is not used is ignored", () => {
  expect(eventsFromWebhook(aWebhook("themes/publish", {})).kind).toBe("ignored");
  expect(eventsFromWebhook(aWebhook("constructor", {})).kind).toBe("ignored");
});
