import { stat } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { isCancellation, type Extract } from "../../shopify/seed/choose-extract";
import { readExtract } from "../../shopify/seed/extract-file";
import { seedFromExtract } from "../../shopify/seed/online-retail";
import { minorOf } from "../../shopify/seed/seed-text";
import type { StoreSeed } from "../../shopify/store-seed";

const MAX_BYTES = 2 * 1024 * 1024;

let extract: Extract;
let seed: StoreSeed;
let refundedLines: number;

beforeAll(async () => {
  extract = await readExtract();
  const { seed: loaded, refundCounts } = seedFromExtract(extract);
  seed = loaded;
  refundedLines = refundCounts.matched;
});

describe("the store made from Online Retail II", () => {
  test("is small on disk", async () => {
    const sizes = await Promise.all(
      ["lines", "products"].map((part) =>
        stat(new URL(`../../shopify/seed/online-retail-ii-${part}.csv.gz`, import.meta.url)),
      ),
    );
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(MAX_BYTES);
  });

  test("has enough customers, products, history and life after the cut", () => {
    const before = seed.orders.filter((order) => order.createdAt < seed.cutAt).length;
    expect(seed.customers.length).toBeGreaterThanOrEqual(1_000);
    expect(seed.products.length).toBeGreaterThanOrEqual(1_500);
    expect(before).toBeGreaterThanOrEqual(5_000);
    expect(seed.orders.length - before).toBeGreaterThanOrEqual(1_000);
    expect(refundedLines).toBeGreaterThanOrEqual(1_000);
  });

  test("sells for exactly the amounts of the invoices", () => {
    const invoiced = extract.lines
      .filter((line) => !isCancellation(line.invoice))
      .reduce((sum, line) => sum + BigInt(line.quantity) * BigInt(minorOf(line.price)), 0n);
    const sold = seed.orders
      .flatMap((order) => order.lines)
      .reduce((sum, line) => sum + BigInt(line.quantity) * BigInt(minorOf(line.unitPrice)), 0n);
    expect(sold).toBe(invoiced);
    expect(seed.orders.length).toBe(
      new Set(extract.lines.map((line) => line.invoice).filter((i) => !isCancellation(i))).size,
    );
  });

  test("uses every id once, above 2^31 and exact as a number", () => {
    const ids = [
      ...seed.products.flatMap(({ id, variants }) => [id, ...variants.map((v) => v.id)]),
      ...seed.customers.map(({ id }) => id),
      ...seed.collections.map(({ id }) => id),
      ...seed.orders.flatMap(({ id, lines, refunds }) => [
        id,
        ...lines.map((line) => line.id),
        ...refunds.map((refund) => refund.id),
      ]),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => Number(id) > 2 ** 31 && Number.isSafeInteger(Number(id)))).toBe(true);
    expect(new Set(seed.products.map(({ handle }) => handle)).size).toBe(seed.products.length);
  });

  test("refers only to existing objects, in chronological order", () => {
    const customers = new Set(seed.customers.map(({ id }) => id));
    const variants = new Set(seed.products.flatMap((p) => p.variants.map((v) => v.id)));
    let last = "";
    for (const order of seed.orders) {
      expect(order.createdAt >= last).toBe(true);
      last = order.createdAt;
      expect(customers.has(order.customerId ?? "")).toBe(true);
      expect(order.lines.every((line) => variants.has(line.variantId ?? ""))).toBe(true);
      const lines = new Map(order.lines.map((line) => [line.id, line]));
      for (const refund of order.refunds) {
        expect(refund.createdAt >= order.createdAt).toBe(true);
        expect(refund.lines.every(({ lineId }) => lines.has(lineId))).toBe(true);
      }
    }
  });

  test("has fewer than 12 in 100 products without a type", () => {
    const gifts = seed.products.filter(({ productType }) => productType === "Gifts").length;
    expect(gifts / seed.products.length).toBeLessThan(0.12);
  });

  test("contains no person and emails only example.com", () => {
    expect(seed.customers.every((c) => c.email?.endsWith("@example.com"))).toBe(true);
    expect(seed.customers.every((c) => c.firstName === null)).toBe(true);
    const subscribed = seed.customers.filter((c) => c.marketingState === "SUBSCRIBED").length;
    expect(subscribed / seed.customers.length).toBeGreaterThan(0.82);
    expect(subscribed / seed.customers.length).toBeLessThan(0.88);
  });

  test("is deterministic", () => {
    expect(seedFromExtract(extract).seed).toEqual(seed);
  });
});
