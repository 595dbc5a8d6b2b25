import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import { eventsFromWebhook } from "~/events/from-shopify/from-shopify";
import { recordEvents } from "~/events/event-store.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { recordWebhooks } from "~/events/inbox/inbox-store.server";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { contactLocation } from "~/profiles/contact";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { openEnrollmentBench, type EnrollmentBench } from "../../flows/enrollment-bench";
import { hoursAgo, NOW, SHOP } from "../../support/builders";
import { storeProfile } from "../../support/stored-rows";
import { aWebhook } from "../shopify-fixtures";
import {
  checkoutWithoutCustomer,
  bodyInSecond,
  instantInSecond,
  SECOND,
  type Delivery,
} from "./one-second";
import { propertyRuns } from "../../support/property-runs";

const CUSTOMER = "6543210001";

let bench: EnrollmentBench;
const { signal } = new AbortController();
beforeAll(async () => {
  bench = await openEnrollmentBench();
});
afterAll(() => bench.database.close());
beforeEach(() => bench.empty());

/** Projects all events into the catalog and the profiles. */
async function project(): Promise<void> {
  for (const job of [projectCatalogJob, projectProfilesJob]) {
    while ((await job.run(SHOP, bench.deps, signal)).more);
  }
}

const theCheckout = () => bench.database.db.checkout.findFirstOrThrow();
const theMessages = async () => (await bench.messages()).map(({ stepId }) => stepId);

describe("a checkout that is created and updated within a second", () => {
  const created: Delivery = ["checkouts/create", checkoutWithoutCustomer(), instantInSecond(120)];
  const updated: Delivery = [
    "checkouts/update",
    bodyInSecond("checkouts/update"),
    instantInSecond(640),
  ];
  const late = (ms: number, [topic, body]: Delivery): Delivery => [
    topic,
    body,
    instantInSecond(ms),
  ];

  async function receive(deliveries: readonly Delivery[]): Promise<void> {
    const { deps } = bench;
    const webhooks = deliveries.map(([topic, body, triggeredAt], index) => ({
      shopId: SHOP,
      webhookId: `w${index}`,
      topic,
      eventId: null,
      apiVersion: "2026-10",
      triggeredAt,
      receivedAt: NOW,
      body: new TextEncoder().encode(JSON.stringify(body)),
    }));
    await deps.db.inboxEntry.deleteMany();
    for (const webhook of webhooks) {
      await deps.db.$transaction((tx) => recordWebhooks(tx, [webhook], deps));
      while ((await drainInboxJob.run(SHOP, deps, signal)).more);
      await project();
    }
  }

  test.each([
    ["delivered in that order", [created, updated]],
    ["delivered in reverse order", [updated, created]],
    ["each delivered twice, interleaved", [updated, created, updated, created]],
    ["both triggered after the second", [late(1_050, created), late(1_700, updated)]],
  ])("has the update's customer and lines, and plans an email: %s", async (_how, deliveries) => {
    await storeProfile(bench.deps.db, bench.deps.keyring, CUSTOMER);
    await receive(deliveries);
    expect(await theCheckout()).toMatchObject({
      profileId: `c${CUSTOMER}`,
      totalMinor: 47_00n,
      lines: [{ variantTitle: "Sage green" }],
      startedAt: SECOND,
    });
    const started = { where: { kind: "checkout_started" } };
    expect(await bench.database.db.event.count(started)).toBe(1);

    await bench.enroll();
    await bench.runUntil(NOW, hoursAgo(-1));
    expect(await theMessages()).toEqual(["email-1"]);
  });
});

describe("changes within one second, delivered in any order and any number of times", () => {
  const checkout = (change: object) => bodyInSecond("checkouts/update", change);
  const order = (change: object) => bodyInSecond("orders/create", change);
  const customer = (change: object) => bodyInSecond("customers/create", change);
  // A product that is not in the order, whose lines are valued by the current catalog.
  const apart = { id: 88, admin_graphql_api_id: "gid://shopify/Product/88" };
  const product = (change: object) => bodyInSecond("products/update", { ...apart, ...change });
  const deliveries: Delivery[] = [
    ["checkouts/create", checkoutWithoutCustomer(), instantInSecond(40)],
    ["checkouts/update", checkout({ total_price: "10.00" }), instantInSecond(300)],
    ["checkouts/update", checkout({ total_price: "12.00" }), instantInSecond(500)],
    [
      "checkouts/update",
      checkout({ total_price: "11.00", line_items: [] }),
      instantInSecond(1_200),
    ],
    ["customers/create", customer({ email: "b@kettle.example" }), instantInSecond(100)],
    ["customers/update", customer({ email: "c@kettle.example" }), instantInSecond(350)],
    ["customers/update", customer({ email: "a@kettle.example" }), instantInSecond(700)],
    ["orders/create", order({ total_price: "20.00", total_price_set: null }), instantInSecond(150)],
    ["orders/paid", order({ total_price: "30.00", total_price_set: null }), instantInSecond(250)],
    [
      "orders/updated",
      order({ total_price: "10.00", total_price_set: null }),
      instantInSecond(650),
    ],
    [
      "orders/updated",
      order({ total_price: "25.00", total_price_set: null }),
      instantInSecond(900),
    ],
    ["products/create", product({ title: "Kettle" }), instantInSecond(5)],
    ["products/update", product({ title: "Aero" }), instantInSecond(450)],
    [
      "products/update",
      product({ title: "Aero kettle, expensive", variants: [] }),
      instantInSecond(800),
    ],
  ];

  async function receive(slice: readonly Delivery[]): Promise<void> {
    const events = slice.flatMap(([topic, body, triggeredAt]) => {
      const translation = eventsFromWebhook(aWebhook(topic, body, triggeredAt));
      if (translation.kind !== "events") throw new Error(translation.kind);
      return translation.events;
    });
    await bench.deps.db.$transaction((tx) => recordEvents(tx, events, bench.deps));
    await project();
  }

  /** Sealing a text twice gives different bytes, so compare the opened values. */
  async function state() {
    const { db } = bench.database;
    const profile = await db.profile.findFirstOrThrow({ where: { customerId: CUSTOMER } });
    const { sealedContact, ...rest } = profile;
    const place = contactLocation(SHOP, profileIdOfCustomer(CUSTOMER));
    const { sealedRecoveryUrl, ...left } = await theCheckout();
    return {
      checkout: { ...left, hasLink: sealedRecoveryUrl !== null },
      profile: rest,
      contact: JSON.parse(bench.deps.keyring.open(sealedContact!, place)) as object,
      orders: await db.order.findMany({ include: { lines: true } }),
      products: await db.product.findMany({ include: { variants: true } }),
    };
  }

  test("end in the state of the last change", async () => {
    await receive(deliveries);
    const expected = await state();
    expect(expected).toMatchObject({
      checkout: { profileId: `c${CUSTOMER}`, totalMinor: 11_00n, lines: [], hasLink: true },
      contact: { email: "a@kettle.example" },
      orders: [{ totalMinor: 25_00n }],
      products: [{ title: "Aero kettle, expensive", variants: [] }],
    });
    const once = deliveries.map((_, index) => index);
    const twice = [...once, ...once];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(twice, { minLength: twice.length }),
        fc.integer({ min: 1, max: twice.length }),
        async (order, sliceSize) => {
          await bench.empty();
          const shuffled = order.map((index) => deliveries[index]!);
          for (let i = 0; i < shuffled.length; i += sliceSize) {
            await receive(shuffled.slice(i, i + sliceSize));
          }
          expect(await state()).toEqual(expected);
          const started = { where: { kind: "checkout_started" } };
          expect(await bench.database.db.event.count(started)).toBe(1);
        },
      ),
      { numRuns: propertyRuns(8) },
    );
  });
});
