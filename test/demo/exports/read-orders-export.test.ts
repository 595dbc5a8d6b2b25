import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GUESSED_FORMAT } from "../../../scripts/demo/exports/export-format";
import { readOrdersExport } from "../../../scripts/demo/exports/read-orders-export";
import { csvText } from "./csv-text";

const HEADER =
  "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing City,Billing Country,Cancelled at,Refunded Amount,Id";

const ORDERS = [
  HEADER,
  "#1002,Bo@Example.com,refunded,,unfulfilled,,no,USD,25,0,0,25,,0.00,2024-05-02 09:00:00 -0400,1,Mug - Blue,25.00,M-2,Bo Example,Leeds,GB,2024-05-03 09:00:00 -0400,25.00,5550000002",
  "#1001,ada@example.com,paid,2024-05-01 10:21:00 -0400,fulfilled,2024-05-02 08:00:00 -0400,yes,USD,52,6,3,56,MAY5,5.00,2024-05-01 10:20:30 -0400,2,Print,16.00,P-1,Ada Example,,,,0.00,5550000001",
  "#1001,ada@example.com,,,,,,,,,,,,,,1,Tote,20.00,'T-1,,,,,,",
].join("\n");

describe("readOrdersExport", () => {
  test("combines a name's rows into one order, oldest first", async () => {
    const { orders, refused, loadedRows } = await readOrdersExport(ORDERS);
    expect(refused).toEqual([]);
    expect(loadedRows).toEqual([2, 3, 4]);
    expect(orders).toEqual([
      {
        name: "#1001",
        createdAt: "2024-05-01T14:20:30.000Z",
        fulfilledAt: "2024-05-02T12:00:00.000Z",
        cancelledAt: null,
        email: "ada@example.com",
        acceptsMarketing: true,
        billingName: "Ada Example",
        city: null,
        countryCode: null,
        currency: "USD",
        discountCode: "MAY5",
        discountAmount: "5.00",
        refundedAmount: "0.00",
        lines: [
          { name: "Print", sku: "P-1", quantity: 2, unitPrice: "16.00" },
          { name: "Tote", sku: "T-1", quantity: 1, unitPrice: "20.00" },
        ],
      },
      expect.objectContaining({
        name: "#1002",
        email: "Bo@Example.com",
        acceptsMarketing: false,
        city: "Leeds",
        countryCode: "GB",
        cancelledAt: "2024-05-03T13:00:00.000Z",
        refundedAmount: "25.00",
      }),
    ]);
  });

  test("assigns a row without a name to the order above, and skips a row without an item", async () => {
    const text =
      "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price,Payment Method\n" +
      "#1,2024-05-01,1,Mug,9.99,card\n,,2,Cup,5,\n#1,,,,,voucher\n";
    const { orders, loadedRows } = await readOrdersExport(text);
    expect(orders[0]?.lines.map(({ name }) => name)).toEqual(["Mug", "Cup"]);
    expect(loadedRows).toEqual([2, 3, 4]);
  });

  test.each([
    ["a quantity of none", "#2,2024-05-01,0,Cup,5", "Lineitem quantity"],
    ["a price that is none", "#2,2024-05-01,1,Cup,five", "Lineitem price"],
    ["a date that is none", "#2,May 1st,1,Cup,5", "Created at"],
    ["no date", "#2,,1,Cup,5", "Created at"],
    ["a slip in its year", "#2,0024-05-01,1,Cup,5", "Created at"],
    ["no item", "#2,2024-05-01,,,", "no line item"],
    ["an item without a name", "#2,2024-05-01,1,,5", "no Lineitem name"],
  ])("refuses an order with %s, with all its rows, and loads the others", async (_w, row, why) => {
    const text =
      "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price\n" +
      `#1,2024-05-01,1,Mug,9.99\n${row}\n#2,,,,\n#3,2024-05-03,1,Mug,9.99\n`;
    const { orders, refused } = await readOrdersExport(text);
    expect(orders.map(({ name }) => name)).toEqual(["#1", "#3"]);
    expect(refused.map((it) => it.row)).toEqual([3, 4]);
    expect(refused[0]?.reason).toContain(why);
    expect(refused[1]?.reason).toContain("row 3");
  });

  test("takes the order of day and month from the whole file, or from the caller", async () => {
    const header = "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price\n";
    const unclear = `${header}#1,01.03.2025 10:20,1,Mug,9.99\n`;
    const clear = `${unclear}#2,13.03.2025 10:20,1,Mug,9.99\n`;
    const dates = async (...args: Parameters<typeof readOrdersExport>) =>
      (await readOrdersExport(...args)).orders.map(({ createdAt }) => createdAt);
    expect(await dates(clear)).toEqual(["2025-03-01T10:20:00.000Z", "2025-03-13T10:20:00.000Z"]);
    expect(await dates(unclear, { ...GUESSED_FORMAT, dayOrder: "mdy" })).toEqual([
      "2025-01-03T10:20:00.000Z",
    ]);
    const { refused } = await readOrdersExport(unclear);
    expect(refused[0]?.reason).toContain("--dates dmy or --dates mdy");
  });

  test("reconciles discounts with the subtotal, and refuses an order whose lines are too cheap", async () => {
    const text =
      "Name,Created at,Subtotal,Discount Amount,Lineitem quantity,Lineitem name,Lineitem price,Lineitem discount\n" +
      "#1,2025-01-02,6.00,0.00,1,Mug,10.00,4.00\n#2,2025-01-02,1234.00,0.00,1,Sofa,1.23,0.00\n";
    const { orders, refused } = await readOrdersExport(text);
    expect(orders.map(({ name, discountAmount }) => [name, discountAmount])).toEqual([
      ["#1", "4.00"],
    ]);
    expect(refused).toEqual([
      {
        row: 3,
        reason:
          'the lines of the order #2 cost less than its Subtotal "1234.00"; export it again with all its lines',
      },
    ]);
  });

  test("refuses an amount that may be a thousand, unless its currency or language decides", async () => {
    const text = (currency: string) =>
      `Name,Created at,Currency,Lineitem quantity,Lineitem name,Lineitem price\n#1,2025-01-02,${currency},1,Sofa,1.234\n`;
    const price = async (...args: Parameters<typeof readOrdersExport>) =>
      (await readOrdersExport(...args)).orders[0]?.lines[0]?.unitPrice;
    expect(await price(text("EUR"), { ...GUESSED_FORMAT, decimalMark: "," })).toBe("1234.00");
    expect(await price(text("KWD"))).toBe("1.23");
    const { refused } = await readOrdersExport(text("EUR"));
    expect(refused[0]?.reason).toContain("--locale");
  });

  test("counts an order that was never paid as canceled, and refuses one whose email is none", async () => {
    const text =
      "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price\n" +
      "#1,ada@example.com,voided,2025-01-02,1,Mug,5\n#2,not-an-email,paid,2025-01-02,1,Mug,5\n";
    const { orders, refused } = await readOrdersExport(text);
    expect(orders.map(({ name, cancelledAt }) => [name, cancelledAt])).toEqual([
      ["#1", "2025-01-02T00:00:00.000Z"],
    ]);
    expect(refused).toEqual([{ row: 3, reason: 'Email "not-an-email" is no email address' }]);
  });

  test("removes the character 0, which no database stores", async () => {
    const { orders } = await readOrdersExport(
      "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price\n#1,2024-05-01,1,M\0ug,5\n\0,,,,\n",
    );
    expect(orders[0]?.lines[0]?.name).toBe("Mug");
  });

  test("accepts only countries and currencies that Shopify knows", async () => {
    const columns =
      "Name,Created at,Currency,Billing Country,Lineitem quantity,Lineitem name,Lineitem price";
    const row = (name: string, currency: string, country: string) =>
      `${name},2025-01-02,${currency},${country},1,Cup,5`;
    const text = [columns, row("#1", "jpy", "uk"), row("#2", "EUR", "XX"), row("#3", "QQQ", "DE")];
    const { orders, refused } = await readOrdersExport(text.join("\n"));
    expect(orders.map((order) => [order.name, order.currency, order.countryCode])).toEqual([
      ["#1", "JPY", "GB"],
      ["#2", "EUR", null],
    ]);
    expect(refused).toEqual([
      { row: 4, reason: 'Currency "QQQ" is none that Shopify knows; write it like USD' },
    ]);
  });

  test("refuses a file that is not an orders export, with what is missing", async () => {
    const { orders, refused } = await readOrdersExport("Handle,Title,Variant Price\na,A,1\n");
    expect(orders).toEqual([]);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toContain("no column Name and no column Created at");
  });
});

const line = fc.record({
  name: fc.stringMatching(/^[A-Za-z,;"]{1,8}$/),
  sku: fc.oneof(fc.constant(null), fc.stringMatching(/^[A-Z]{1,3}-\d$/)),
  quantity: fc.integer({ min: 1, max: 500 }),
  unitPrice: fc.integer({ min: 0, max: 999_999 }).map((minor) => (minor / 100).toFixed(2)),
});
const someOrders = fc.uniqueArray(
  fc.record({
    name: fc.integer({ min: 1000, max: 9999 }).map((n) => `#${n}`),
    createdAt: fc
      .date({ min: new Date("2015-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
      .map((date) => `${date.toISOString().slice(0, 19)}.000Z`),
    email: fc.oneof(fc.constant(null), fc.emailAddress()),
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  }),
  { maxLength: 6, selector: ({ name }) => name },
);

describe("a generated orders export", () => {
  test("round-trips order by order", async () => {
    await fc.assert(
      fc.asyncProperty(someOrders, fc.constantFrom(",", ";"), async (orders, delimiter) => {
        const header =
          "Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku";
        const rows = orders.flatMap(({ name, email, createdAt, lines }) =>
          lines.map((it, i) => [
            name,
            i === 0 ? (email ?? "") : "",
            i === 0 ? createdAt.replace("T", " ").replace(".000Z", " +0000") : "",
            String(it.quantity),
            it.name,
            it.unitPrice,
            it.sku ?? "",
          ]),
        );
        const text = csvText([header.split(","), ...rows], { delimiter });
        const read = await readOrdersExport(text);
        expect(read.refused).toEqual([]);
        const byName = new Map(read.orders.map((order) => [order.name, order]));
        expect(byName.size).toBe(orders.length);
        for (const order of orders) expect(byName.get(order.name)).toMatchObject(order);
      }),
    );
  });

  test("loads or refuses every row that is not blank, with any content", async () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 6 }).map((text) => text.trim()),
      fc.constantFrom("", "#1", "#2", "1", "2024-05-01", "9.99", "USD"),
    );
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 26 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const read = await readOrdersExport(`${HEADER}\n${csvText(rows)}`);
        const filled = rows.flatMap((row, i) => (row.some((it) => it !== "") ? [i + 2] : []));
        const seen = [...read.loadedRows, ...read.refused.map(({ row }) => row)];
        expect(seen.sort((a, b) => a - b)).toEqual(filled);
      }),
    );
  });
});
