import { expect } from "vitest";
import type { FaultChange } from "../../shopify/faults";
import { IS_DEEP } from "../../support/is-deep";
import { overSeeds, type Draw } from "../../support/over-seeds";
import { openSharedStage } from "../../support/shared-stage";
import { smallStore } from "../../support/small-store";
import type { Stage } from "../../support/stage";
import { describeRecorded, describeStore } from "./describe";
import { drawHappenings } from "./draw-happenings";

const ROUNDS = IS_DEEP ? 12 : 3;
const HAPPENINGS = 24;
const CUSTOMERS = 20;
/** Shopify tells changes of one object within a second apart by milliseconds. */
const BETWEEN_MS = 50;
const FLOWS = ["abandoned-checkout", "welcome", "thank-you", "price-drop", "back-in-stock"];

/** What goes wrong in a round, between Shopify and the app. */
const FAULTS: readonly FaultChange[] = [
  { webhooks: { duplicate: 20, copies: 3 } },
  { webhooks: { reorderWindow: 5 } },
  { webhooks: { delay: 10, delayMs: 300 }, graphql: { fail: 3, lose: 2 } },
];

overSeeds(
  "a store in which anything happens is recorded as it is, whatever its webhooks do",
  { usual: 1 },
  async (draw) => {
    const stage = await openSharedStage({
      seeds: [smallStore({ customers: CUSTOMERS })],
      flows: FLOWS,
    });
    const shop = stage.shops[0]!;
    const erased = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      await stage.control.setFaults(FAULTS[round % FAULTS.length]!);
      await unsubscribeRecipient(draw, stage);
      for (const happening of drawHappenings(draw, await recordsOf(stage, erased), HAPPENINGS)) {
        if (happening.kind === "customer_redacted") erased.add(happening.customerId);
        await stage.control.setClock({ advanceMs: BETWEEN_MS });
        await stage.control.play(shop, [happening]);
      }
      // Sends those that wait to be reordered.
      await stage.control.setFaults({ webhooks: { reorderWindow: 0 } });
      await stage.control.idle();
      await stage.advance(draw.of([0.1, 1, 2.5, 12, 30]));
    }
    await stage.advance(1);

    const inStore = await describeStore(stage.control, shop, erased);
    await stage.withDatabase(async (db) => {
      expect(await describeRecorded(db, shop)).toEqual(inStore);
      expect(await db.inboxEntry.count({ where: { shopId: shop, state: "refused" } })).toBe(0);
    });
    expect(await stage.emails()).not.toEqual([]);
    await stage.close();
  },
);

async function recordsOf({ control, shops }: Stage, erased: ReadonlySet<string>) {
  const shop = shops[0]!;
  const [customers, products, orders, checkouts] = await Promise.all([
    control.records(shop, "customers"),
    control.records(shop, "products"),
    control.records(shop, "orders"),
    control.records(shop, "checkouts"),
  ]);
  return {
    customers: customers.filter(({ id }) => !erased.has(id)),
    products: [...products],
    orders: orders.filter((it) => it.cancelledAt === null && it.refunds.length === 0),
    checkouts: checkouts.filter(({ completedAt }) => completedAt === null),
  };
}

/** With one click, in an email that has arrived. */
async function unsubscribeRecipient(draw: Draw, stage: Stage): Promise<void> {
  const emails = await stage.emails();
  if (emails.length === 0) return;
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  const { status } = await fetch(draw.of(emails).unsubscribeUrl, { method: "POST", body });
  expect(status).toBe(200);
}
