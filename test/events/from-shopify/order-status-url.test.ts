import { expect, test } from "vitest";
import { eventsFromWebhook } from "~/events/from-shopify/from-shopify";
import { aWebhook, bodyOf } from "../shopify-fixtures";

function statusUrls(topic: string, body: object) {
  const translation = eventsFromWebhook(aWebhook(topic, body));
  if (translation.kind !== "events") throw new Error(JSON.stringify(translation));
  return translation.events.map(({ personal }) => personal?.orderStatusUrl);
}

test("an order's status page is in the event of its placement only", () => {
  const url = "https://kettle.example/1/orders/x/authenticate?key=y";
  expect(statusUrls("orders/create", bodyOf("orders/create"))).toEqual([url]);
  expect(statusUrls("orders/fulfilled", bodyOf("orders/fulfilled"))).toEqual([url, undefined]);
});

test("a guest's order has none, nor has one with another address than a web page's", () => {
  expect(statusUrls("orders/create", bodyOf("orders/create", "-guest"))).toEqual([undefined]);
  for (const order_status_url of ["javascript:alert(1)", "", null, 7]) {
    const body = { ...bodyOf("orders/create"), order_status_url };
    expect(statusUrls("orders/create", body)).toEqual([undefined]);
  }
});
