import { describe, expect, test } from "vitest";
import { eventsFromWebhook } from "~/events/from-shopify/from-shopify";
import { aWebhook, bodyOf } from "../shopify-fixtures";
import {
  checkoutWithoutCustomer,
  bodyInSecond,
  instantInSecond,
  SECOND,
  type Delivery,
} from "./one-second";

function eventsOf(...[topic, body, triggeredAt]: Delivery) {
  const translation = eventsFromWebhook(aWebhook(topic, body, triggeredAt));
  if (translation.kind !== "events") throw new Error(translation.kind);
  return translation.events;
}

const keyOf = (...delivery: Delivery) => eventsOf(...delivery).at(-1)!.sourceId;

describe("two changes within one second", () => {
  test.each([
    ["orders/updated", bodyInSecond("orders/create")],
    ["customers/update", bodyInSecond("customers/create")],
    ["products/update", bodyInSecond("products/update")],
    ["checkouts/update", bodyInSecond("checkouts/update")],
  ])("of %s are two events in order", (topic, body) => {
    const [earlier, later] = [300, 600].map((ms) =>
      eventsOf(topic, body, instantInSecond(ms)).at(-1)!,
    );
    expect(later!.sourceId).not.toBe(earlier!.sourceId);
    expect(earlier!.payload).toMatchObject({ updatedAt: instantInSecond(300) });
    expect(later!.payload).toMatchObject({ updatedAt: instantInSecond(600) });
  });

  test("are one event when one delivery is repeated ten times", () => {
    const delivery = [
      "orders/updated",
      bodyInSecond("orders/create"),
      instantInSecond(300),
    ] as const;
    const keys = Array.from({ length: 10 }, () => keyOf(...delivery));
    expect(new Set(keys).size).toBe(1);
  });

  test("give a collection in whole seconds, like its backfilled members", () => {
    const body = bodyOf("collections/update");
    expect(keyOf("collections/update", body, instantInSecond(300))).toBe(
      keyOf("collections/update", body, instantInSecond(600)),
    );
  });
});

describe("a checkout's first second", () => {
  const kinds = (...delivery: Delivery) => eventsOf(...delivery).map((it) => it.kind);

  test("has only the creation as its start", () => {
    expect(kinds("checkouts/create", checkoutWithoutCustomer(), instantInSecond(300))).toEqual([
      "checkout_started",
    ]);
  });

  test("records an update, whether triggered in the same second, later or without a time", () => {
    const body = bodyInSecond("checkouts/update");
    for (const triggeredAt of [instantInSecond(600), instantInSecond(1_400), null]) {
      const translation = eventsFromWebhook(aWebhook("checkouts/update", body, triggeredAt));
      expect(translation).toMatchObject({
        events: [
          { kind: "checkout_started", occurredAt: SECOND },
          { kind: "checkout_updated", customerId: "6543210001" },
        ],
      });
    }
  });

  test("shows the later update when the creation arrives late", () => {
    const updated_at = instantInSecond(5_000).toISOString();
    expect(
      kinds(
        "checkouts/create",
        { ...checkoutWithoutCustomer(), updated_at },
        instantInSecond(5_100),
      ),
    ).toEqual(["checkout_started", "checkout_updated"]);
  });
});
