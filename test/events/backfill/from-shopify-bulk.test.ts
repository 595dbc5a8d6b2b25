import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventsFromWebhook } from "~/events/from-shopify/from-shopify";
import { eventsFromBulkNode } from "~/events/backfill/from-shopify-bulk";
import type { BulkResource } from "~/shopify/operations/bulk-queries";
import {
  groupBulkLines,
  type BulkGroup,
  type GroupOptions,
} from "~/events/backfill/group-bulk-lines";
import type { AnyEvent } from "~/events/event";
import { NOW, SHOP } from "../../support/builders";
import { aWebhook, bodyOf, bulkLines } from "../shopify-fixtures";

async function groups(lines: string[], options: GroupOptions = {}): Promise<BulkGroup[]> {
  const found: BulkGroup[] = [];
  for await (const group of groupBulkLines(lines, options)) found.push(group);
  return found;
}

async function bulkEvents(resource: BulkResource): Promise<AnyEvent[]> {
  const found = await groups(bulkLines(resource));
  return found.flatMap((group) => {
    if (group.kind !== "node") throw new Error(group.reason);
    const translation = eventsFromBulkNode(SHOP, resource, group.node, {
      currency: "GBP",
      now: NOW,
    });
    if (translation.kind !== "events") throw new Error(translation.reason);
    return translation.events;
  });
}

function webhookEvents(topic: string): readonly AnyEvent[] {
  const translation = eventsFromWebhook(aWebhook(topic, bodyOf(topic)));
  if (translation.kind !== "events") throw new Error(JSON.stringify(translation));
  return translation.events;
}

describe("a backfilled object gives the same events as its webhook, in whole seconds", () => {
  test("an order, with its lines, refunds and parcels", async () => {
    const [, fromBulk] = await bulkEvents("orders");
    const [, fromWebhook] = webhookEvents("orders/fulfilled");
    expect(fromBulk!.payload).toEqual(fromWebhook!.payload);
    expect(fromBulk!.sourceId).toBe("order/5500000000001/updated/2026-03-03T08:00:00.000Z");
  });

  test("an unchanged order gives one event", async () => {
    const ofTheSecond = (await bulkEvents("orders")).filter((it) =>
      it.sourceId.includes("5500000000003"),
    );
    expect(ofTheSecond.map((it) => it.kind)).toEqual(["order_placed"]);
    expect(ofTheSecond[0]!.customerId).toBeNull();
  });

  test("a customer with consent", async () => {
    const bulk = new Map((await bulkEvents("customers")).map((it) => [it.sourceId, it]));
    const [created] = webhookEvents("customers/create");
    const [consent] = webhookEvents("customers_email_marketing_consent/update");
    expect(bulk.get(created!.sourceId)!.personal).toEqual(created!.personal);
    expect(bulk.get(consent!.sourceId)!.payload).toEqual(consent!.payload);
  });

  test("a customer's tags are an event of their own, since the webhook has none", async () => {
    const listed = (await bulkEvents("customers")).filter(
      (it) => it.kind === "customer_tags_changed",
    );
    expect(listed).toMatchObject([
      { customerId: "6543210001", personal: { tags: ["VIP", "wholesale"] } },
    ]);
  });

  test("a customer without address, name or consent", async () => {
    const created = (await bulkEvents("customers")).find((it) =>
      it.sourceId.endsWith("6543210002/created"),
    );
    expect(created!.personal).toMatchObject({ email: null, firstName: null });
    expect(created!.payload).toMatchObject({ consent: null, countryCode: null });
  });

  test("a product with ordered variants", async () => {
    const [product] = await bulkEvents("products");
    expect(product!.sourceId).toBe(webhookEvents("products/update")[0]!.sourceId);
    expect(product!.payload).toMatchObject({
      variants: [
        { variantId: "4700000000001", inventoryQuantity: null, availableForSale: true },
        { variantId: "4700000000009", inventoryQuantity: 0, availableForSale: false },
      ],
    });
  });

  test("a collection only has members here, under its own key", async () => {
    const [collection] = await bulkEvents("collections");
    expect(collection!.payload).toMatchObject({ productIds: ["8800000000001"] });
    expect(collection!.sourceId).toBe(
      `${webhookEvents("collections/update")[0]!.sourceId}/members`,
    );
  });
});

describe("lines are joined", () => {
  const parent = (id: number) => JSON.stringify({ id: `gid://shopify/Order/${id}` });
  const child = (id: number, of: number) =>
    JSON.stringify({ id: `gid://shopify/LineItem/${id}`, __parentId: `gid://shopify/Order/${of}` });

  test("in any order", async () => {
    const lines = [parent(1), child(11, 1), child(12, 1), parent(2), child(21, 2), parent(3)];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(lines, { minLength: lines.length }),
        async (shuffled) => {
          const found = await groups(shuffled);
          const sizes = found.map((it) =>
            it.kind === "node" ? `${String(it.node.fields.id)}: ${it.node.children.length}` : "?",
          );
          expect(sizes.sort()).toEqual([
            "gid://shopify/Order/1: 2",
            "gid://shopify/Order/2: 1",
            "gid://shopify/Order/3: 0",
          ]);
        },
      ),
    );
  });

  test("with no more parents in memory than allowed", async () => {
    const found = await groups([parent(1), parent(2), child(11, 1)], { openParents: 1 });
    expect(found.map((it) => it.kind)).toEqual(["node", "node", "unreadable"]);
  });

  test("and report where an interrupted import continues", async () => {
    const found = await groups([parent(1), child(11, 1), parent(2), child(21, 2), parent(3)], {
      openParents: 1,
      linesBefore: 100,
    });
    expect(found.map((it) => it.linesDone)).toEqual([102, 104, 105]);
  });

  test("and report a line that is not an object", async () => {
    const found = await groups(["{", "[]", '{"id": 5}', "", parent(1)]);
    expect(found.map((it) => it.kind)).toEqual(["unreadable", "unreadable", "unreadable", "node"]);
  });
});

test("any node of any resource is translated or refused, and never throws", () => {
  const odd = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>;
  const fields = fc.oneof(
    fc.dictionary(fc.string(), odd),
    fc.record({ id: fc.constant("gid://shopify/Order/1"), createdAt: odd, refunds: odd }),
    fc.record({
      id: fc.constant("gid://shopify/Product/1"),
      title: odd,
      tags: odd,
      updatedAt: odd,
    }),
  );
  fc.assert(
    fc.property(
      fc.constantFrom<BulkResource>("orders", "products", "customers", "collections"),
      fields,
      fc.array(odd),
      (resource, fields, children) => {
        const options = { currency: "GBP", now: NOW };
        eventsFromBulkNode(SHOP, resource, { fields, children }, options);
      },
    ),
  );
});
