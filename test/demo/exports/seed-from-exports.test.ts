import { describe, expect, test } from "vitest";
import { Happening } from "../../shopify/happening";
import { planLife } from "../../shopify/life/plan-life";
import { generateHistory } from "../../../scripts/demo/exports/generated-history";
import { readOrdersExport } from "../../../scripts/demo/exports/read-orders-export";
import { readProductExport } from "../../../scripts/demo/exports/read-product-export";
import { refundOf } from "../../../scripts/demo/exports/refund-of";
import { seedFromExports } from "../../../scripts/demo/exports/seed-from-exports";

const PRODUCTS =
  "Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src\n" +
  "mug,Mug,Mugs,Color,Blue,M-1,9.99,https://example.com/mug.jpg\nmug,,,,Red,M-2,9.99,\n" +
  "tote,Tote,Bags,Title,Default Title,,20,\n";

const HEADER =
  "Name,Email,Accepts Marketing,Currency,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Refunded Amount";

async function productsOf(text = PRODUCTS) {
  return (await readProductExport(text)).products;
}

async function seedOf(...rows: string[]) {
  const { orders, refused } = await readOrdersExport([HEADER, ...rows].join("\n"));
  expect(refused).toEqual([]);
  return seedFromExports({ products: await productsOf(), orders });
}

describe("seedFromExports", () => {
  test("identifies a customer by the address in any case, with the latest order's data", async () => {
    const { customers, orders } = await seedOf(
      "#1,Ada@example.com,no,EUR,,,2024-05-01,1,Mug - Red,9.99,M-2,Ada Example,",
      "#2,ada@EXAMPLE.com,yes,EUR,,,2024-06-01,1,Tote,20,,Ada Maria Example,",
      "#3,,no,EUR,,,2024-07-01,1,Tote,20,,,",
    );
    expect(customers).toHaveLength(1);
    expect(customers[0]).toMatchObject({
      email: "Ada@example.com",
      firstName: "Ada Maria",
      lastName: "Example",
      createdAt: "2024-05-01T00:00:00.000Z",
      marketingState: "SUBSCRIBED",
      marketingUpdatedAt: "2024-06-01T00:00:00.000Z",
    });
    expect(orders.map(({ customerId }) => customerId)).toEqual([
      customers[0]?.id,
      customers[0]?.id,
      null,
    ]);
  });

  test("finds sold products by SKU, then by name, and keeps the others", async () => {
    const { orders, products } = await seedOf(
      "#1,a@example.com,no,EUR,,,2024-05-01,1,Another name,9.99,M-2,,",
      "#2,a@example.com,no,EUR,,,2024-05-02,1,Mug - Blue,9.99,,,",
      "#3,a@example.com,no,EUR,,,2024-05-03,1,Tote,20,,,",
      "#4,a@example.com,no,EUR,,,2024-05-04,1,Gone,5,G-1,,",
    );
    const [mug, tote] = products;
    expect(orders.map(({ lines }) => [lines[0]?.productId, lines[0]?.variantId])).toEqual([
      [mug?.id, mug?.variants[1]?.id],
      [mug?.id, mug?.variants[0]?.id],
      [tote?.id, tote?.variants[0]?.id],
      [null, null],
    ]);
    expect(orders[3]?.lines[0]).toMatchObject({ title: "Gone", sku: "G-1", unitPrice: "5.00" });
  });

  test("keeps the image of an export and draws a missing one", async () => {
    const { products } = await seedOf("#1,a@example.com,no,EUR,,,2024-05-01,1,Tote,20,,,");
    expect(products.map(({ imageUrl }) => imageUrl)).toEqual([
      "https://example.com/mug.jpg",
      `/cdn/products/${products[1]?.id}.svg`,
    ]);
  });

  test("keeps discounts and refunds, up to the value of the lines", async () => {
    const { orders, shop } = await seedOf(
      "#1,a@example.com,no,EUR,MAY,5.00,2024-05-01,2,Tote,20,,,30.00",
      "#2,a@example.com,no,EUR,SHIP,99.00,2024-05-02,1,Tote,20,,,",
    );
    expect(shop.currency).toBe("EUR");
    expect(orders[0]).toMatchObject({ discountCodes: ["MAY"], totalDiscount: "5.00" });
    expect(orders[0]?.refunds[0]).toMatchObject({
      createdAt: "2024-05-08T00:00:00.000Z",
      lines: [{ quantity: 2, subtotal: "30.00" }],
    });
    expect(orders[1]?.totalDiscount).toBe("20.00");
  });

  test("rounds amounts of a currency without minor units before it sums them", async () => {
    const { orders } = await seedOf(
      "#1,a@example.com,no,JPY,ALL,9999.00,2024-05-01,2,Tote,3.46,,,",
      "#2,a@example.com,no,KWD,,,2024-05-02,2,Tote,3.46,,,",
    );
    expect(orders[0]?.lines[0]?.unitPrice).toBe("3");
    expect(orders[0]?.totalDiscount).toBe("6.00");
    expect(orders[1]?.lines[0]?.unitPrice).toBe("3.46");
  });

  test("opens after four fifths of the orders, and plays the last fifth", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => {
      const day = String(i + 1).padStart(2, "0");
      return `#${i},a${i % 3}@example.com,yes,EUR,,,2024-05-${day},1,Tote,20,,,`;
    });
    const seed = await seedOf(...rows);
    expect(seed.cutAt).toBe("2024-05-16T00:00:00.000Z");
    const life = planLife(seed);
    expect(life.filter(({ kind }) => kind === "checkout_completed")).toHaveLength(4);
    expect(life.filter((it) => !Happening.safeParse(it).success)).toEqual([]);
  });

  test("generates a history, marked as generated, when there are no orders", async () => {
    const products = await productsOf();
    const seed = seedFromExports({ products, orders: [] });
    expect(seed.orders.length).toBeGreaterThan(500);
    expect(seed.orders.every(({ name }) => name.startsWith("#GENERATED-"))).toBe(true);
    expect(seed.customers.every(({ firstName }) => firstName === "Generated Customer")).toBe(true);
    expect(seed.orders.every(({ lines }) => lines.every((it) => it.variantId !== null))).toBe(true);
    expect(seedFromExports({ products, orders: [] })).toEqual(seed);
    expect(planLife(seed).length).toBeGreaterThan(100);
  });

  test("takes the shop's currency and language from the caller, or the currency of most orders", async () => {
    const products = await productsOf();
    const clp = seedFromExports({ products, orders: [], currency: "CLP", locale: "es" });
    expect(clp.shop).toMatchObject({ currency: "CLP", locale: "es" });
    expect(new Set(clp.customers.map(({ locale }) => locale))).toEqual(new Set(["es"]));
    const eur = await seedOf("#1,a@example.com,no,EUR,,,2024-05-01,1,Tote,20,,,");
    expect(eur.shop).toMatchObject({ currency: "EUR", locale: "en" });
  });

  test("creates an empty store from nothing", () => {
    const seed = seedFromExports({ products: [], orders: [] });
    expect([seed.products, seed.orders, seed.customers]).toEqual([[], [], []]);
    expect(planLife(seed)).toEqual([]);
  });
});

describe("generateHistory", () => {
  test("sells some products much better than others, and no archived ones", async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `p${i},P${i},T,${i + 1},active`);
    const text = `Handle,Title,Type,Price,Status\n${rows.join("\n")}\ngone,Gone,T,1,archived\n`;
    const orders = generateHistory(await productsOf(text), 1);
    const sold = Map.groupBy(
      orders.flatMap(({ lines }) => lines),
      ({ name }) => name,
    );
    expect(sold.get("P0")?.length ?? 0).toBeGreaterThan(3 * (sold.get("P20")?.length ?? Infinity));
    expect(sold.has("Gone")).toBe(false);
  });
});

describe("refundOf", () => {
  const order = { createdAt: "2024-05-01T00:00:00.000Z", cancelledAt: null };
  const line = (id: string, quantity: number, unitPrice: string) => ({
    id,
    productId: null,
    variantId: null,
    title: "Thing",
    sku: null,
    quantity,
    unitPrice,
  });
  const LINES = [line("a", 2, "10.00"), line("b", 1, "5.00")];

  test.each([
    ["0.00", []],
    ["10.00", [{ lineId: "a", quantity: 1, subtotal: "10.00" }]],
    ["12.50", [{ lineId: "a", quantity: 2, subtotal: "12.50" }]],
    [
      "99.00",
      [
        { lineId: "a", quantity: 2, subtotal: "20.00" },
        { lineId: "b", quantity: 1, subtotal: "5.00" },
      ],
    ],
  ])("refunds %s from the first line on", (refundedAmount, lines) => {
    const refunds = refundOf("1", { ...order, refundedAmount }, LINES);
    expect(refunds.flatMap((refund) => refund.lines)).toEqual(lines);
  });
});
