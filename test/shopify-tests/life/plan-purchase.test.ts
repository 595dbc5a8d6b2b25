import { describe, expect, test } from "vitest";
import type { LifeHappening } from "../../shopify/life/life-happening";
import { planPurchase, type StoreVisit } from "../../shopify/life/plan-purchase";
import { seededRandom } from "../../shopify/life/seeded-random";
import type { SeedOrder, SeedProduct } from "../../shopify/store-seed";

const AT = "2010-11-02T12:00:00.000Z";
const daysLater = (days: number) => new Date(Date.parse(AT) + days * 86_400_000).toISOString();

const MUG: SeedProduct = {
  ...{ id: "1", handle: "mug", title: "Mug", vendor: "", productType: "", tags: [] },
  ...{ status: "ACTIVE", descriptionHtml: "", imageUrl: null, variants: [] },
  ...{ createdAt: daysLater(-300), updatedAt: daysLater(-300), publishedAt: null },
};
const line = (id: string) => ({
  ...{ id, productId: id, variantId: id, title: `Product ${id}`, sku: null },
  ...{ quantity: 6, unitPrice: "2.00" },
});
const ORDER: SeedOrder = {
  ...{ id: "9", name: "#9", createdAt: daysLater(-30), customerId: "7", email: "a@example.com" },
  ...{ currency: "GBP", lines: ["1", "2", "3", "4", "5"].map(line), discountCodes: [] },
  ...{ refunds: [], cancelledAt: null, fulfilledAt: null, checkoutToken: "t" },
};
const visit = (change: Partial<StoreVisit> = {}): StoreVisit => ({
  ...{ customerId: "7", email: "a@example.com", at: AT, product: MUG, nextOrderAt: null },
  ...{ earlier: [ORDER], lastPurchaseAt: null },
  ...change,
});

const VISITS = 4_000;
const plan = (change: Partial<StoreVisit>) =>
  Array.from({ length: VISITS }, (_, n) =>
    planPurchase(visit(change), seededRandom(1, `visit ${n}`)),
  ).filter((it) => it.length > 0);
const rateOf = (change: Partial<StoreVisit>) => plan(change).length / VISITS;

function find<K extends LifeHappening["kind"]>(purchase: readonly LifeHappening[], kind: K) {
  return purchase.find((it): it is Extract<LifeHappening, { kind: K }> => it.kind === kind)!;
}
const linesOf = (purchase: readonly LifeHappening[]) =>
  find(purchase, "checkout_created").checkout.lines;

describe("planPurchase", () => {
  test.each([
    ["12 in 100 buy after a click on a product", {}, 0.12],
    ["6 in 100 after another click", { product: null }, 0.06],
    ["nobody who orders within five days anyway", { nextOrderAt: daysLater(4) }, 0],
    ["those who order later", { nextOrderAt: daysLater(6) }, 0.12],
    ["nobody who bought because of an email last week", { lastPurchaseAt: daysLater(-7) }, 0],
    ["those who did so weeks ago", { lastPurchaseAt: daysLater(-15) }, 0.12],
    ["nobody without a product or an earlier order", { product: null, earlier: [] }, 0],
  ])("%s", (_who, change, rate) => {
    expect(Math.abs(rateOf(change) - rate)).toBeLessThan(rate === 0 ? 1e-9 : 0.02);
  });

  test("the order follows the click within two days, and is shipped", () => {
    for (const purchase of plan({})) {
      const ordered = find(purchase, "checkout_completed");
      const created = find(purchase, "checkout_created");
      expect(created.at > AT && created.at < ordered.at && ordered.at <= daysLater(2)).toBe(true);
      expect(ordered.token).toBe(created.checkout.token);
      const shipped = find(purchase, "order_fulfilled");
      expect(shipped.at > ordered.at).toBe(true);
      expect(shipped.orderId).toBe(ordered.orderId);
      expect(Number.isSafeInteger(Number(ordered.orderId))).toBe(true);
    }
  });

  test("the basket is the clicked product and some of an earlier order, each once", () => {
    const baskets = plan({}).map(linesOf);
    expect(new Set(baskets.map(({ length }) => length))).toEqual(new Set([3, 4]));
    for (const lines of baskets) {
      expect(lines[0]).toEqual({ productId: "1", quantity: 6 });
      const ids = lines.map(({ productId }) => productId);
      expect(new Set(ids).size).toBe(ids.length);
    }
    expect(plan({ product: null }).every((it) => linesOf(it).length === 3)).toBe(true);
    expect(plan({ earlier: [] }).map(linesOf)[0]).toEqual([{ productId: "1", quantity: 1 }]);
  });
});
