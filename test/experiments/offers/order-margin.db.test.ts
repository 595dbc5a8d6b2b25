import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { measureMarginRate } from "~/experiments/offers/margin-rate.server";
import { sumOrdersAround } from "~/experiments/offers/order-history.server";
import type { ProfileId } from "~/lib/profile-id";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { propertyRuns } from "../../support/property-runs";
import { createOrderRow } from "../../support/rows";
import { storeProducts } from "../../support/stored-products";
import { emptyTables, storeProfile, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(reset);
afterAll(() => database.close());

async function reset(): Promise<void> {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
  await storeProfile(database.db, createTestDeps().keyring, "1");
  await storeProducts(database.db);
}

const PROFILE = "c1" as ProfileId;
/** By variant, in minor units. */
const PRICES: Readonly<Record<string, number>> = { "501-1": 30_00, "502-2": 12_50, "503-3": 5_00 };

/** An order of five days ago, of one line. */
async function order(line: { variantId: string | null; quantity: number; netMinor: number }) {
  const orderId = await createOrderRow(database.db, {
    ...{ profileId: PROFILE, placedAt: daysAgo(5), totalMinor: line.netMinor },
  });
  await database.db.orderLine.create({
    data: { ...{ shopId: SHOP, orderId, lineId: "1", title: "Something" }, ...line },
  });
}
const setCost = (variantId: string, costMinor: number | null) =>
  database.db.variant.update({
    where: { shopId_variantId: { shopId: SHOP, variantId } },
    data: { costMinor },
  });
const setMargin = (marginPercent: number) =>
  database.db.settings.upsert({
    where: { shopId: SHOP },
    create: { shopId: SHOP, brand: {}, sending: { marginPercent }, version: 1, updatedAt: NOW },
    update: { sending: { marginPercent } },
  });
const outcome = async () => {
  const asked = [{ key: "a", profileId: PROFILE, at: daysAgo(6).toISOString() }];
  return (await sumOrdersAround(database.db, SHOP, asked)).get("a");
};
const marginRate = () => measureMarginRate(database.db, SHOP, { since: daysAgo(365), now: NOW });

test("goods cost what Shopify says, and otherwise what the merchant's margin leaves of the list price", async () => {
  await setMargin(60);
  await setCost("501-1", 9_00);
  await order({ variantId: "501-1", quantity: 2, netMinor: 54_00 });
  await order({ variantId: "502-2", quantity: 1, netMinor: 12_50 });
  // Without a variant, what was paid is the list price.
  await order({ variantId: null, quantity: 1, netMinor: 10_00 });
  expect((await outcome())?.costAfterMinor).toBeCloseTo(18_00 + 0.4 * 12_50 + 0.4 * 10_00, 6);
  expect(await marginRate()).toBeCloseTo(1 - (18_00 + 9_00) / (60_00 + 22_50), 6);
});

test("a shop that loses on its goods keeps a margin above zero, and one without orders the merchant's", async () => {
  await setMargin(35);
  expect(await marginRate()).toBeCloseTo(0.35, 6);
  await setCost("501-1", 80_00);
  await order({ variantId: "501-1", quantity: 1, netMinor: 30_00 });
  expect(await marginRate()).toBeCloseTo(0.01, 6);
});

test("a margin never exceeds the price, whatever is sold and known", async () => {
  const line = fc.record({
    variantId: fc.constantFrom(null, "501-1", "502-2", "503-3"),
    quantity: fc.integer({ min: 1, max: 5 }),
    netMinor: fc.integer({ min: 0, max: 100_00 }),
  });
  const cost = fc.option(fc.integer({ min: 0, max: 40_00 }), { nil: null });
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 4 }),
      fc.tuple(cost, cost, cost),
      fc.integer({ min: 1, max: 100 }),
      async (lines, costs, marginPercent) => {
        await reset();
        await setMargin(marginPercent);
        const known = new Map(Object.keys(PRICES).map((id, n) => [id, costs[n] ?? null]));
        for (const [id, minor] of known) await setCost(id, minor);
        for (const it of lines) await order(it);
        const paid = lines.filter(({ netMinor }) => netMinor > 0);
        const expected = paid.reduce((sum, { variantId, quantity, netMinor }) => {
          const unit = known.get(variantId ?? "") ?? null;
          const list = Math.max(netMinor, quantity * (PRICES[variantId ?? ""] ?? 0));
          return sum + (unit === null ? (1 - marginPercent / 100) * list : quantity * unit);
        }, 0);
        const { netAfterMinor, costAfterMinor } = (await outcome())!;
        expect(costAfterMinor).toBeCloseTo(expected, 4);
        expect(netAfterMinor - costAfterMinor).toBeLessThanOrEqual(netAfterMinor);
        expect(await marginRate()).toBeLessThanOrEqual(1);
        expect(await marginRate()).toBeGreaterThan(0);
      },
    ),
    { numRuns: propertyRuns(20) },
  );
});
