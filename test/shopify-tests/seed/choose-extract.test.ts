import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chooseExtract, isProductCode, type InvoiceLine } from "../../shopify/seed/choose-extract";
import { readExtract, readPublishedLines } from "../../shopify/seed/extract-file";
import { hashFraction } from "../../shopify/seed/stable-hash";

const PUBLISHED = join(
  process.env.KINDRED_DATA ?? "../shared/data",
  "uci_online_retail_ii/transactions_2009-12-01_to_2010-11-30.csv.gz",
);

/** A number that the hash keeps, and one that it drops. */
const [KEPT = "", LEFT_OUT = ""] = [true, false].map((isKept) =>
  Array.from({ length: 99 }, (_, i) => String(12_346 + i)).find(
    (number) => hashFraction(number) < 0.7 === isKept,
  ),
);

const aLine = (overrides: Partial<InvoiceLine> = {}): InvoiceLine => ({
  invoice: "500000",
  stockCode: "85123A",
  description: "WHITE HANGING HEART T-LIGHT HOLDER",
  quantity: "6",
  invoiceDate: "2010-03-01 10:00",
  price: "2.55",
  customerId: KEPT,
  country: "United Kingdom",
  ...overrides,
});

describe("chooseExtract", () => {
  test.each([
    ["no customer", { customerId: "" }],
    ["a fee", { stockCode: "POST" }],
    ["a price of zero", { price: "0" }],
    ["no positive quantity", { quantity: "-6" }],
    ["a customer whom the hash leaves out", { customerId: LEFT_OUT, invoice: "500001" }],
    ["a repetition", {}],
  ])("drops a line with %s", (_what, overrides) => {
    expect(chooseExtract([aLine(), aLine(overrides)]).lines).toEqual([aLine()]);
  });

  test("keeps cancellations of buyers, and drops others", () => {
    const back = aLine({ invoice: "C500002", quantity: "-2" });
    expect(chooseExtract([aLine(), back]).lines).toEqual([aLine(), back]);
    expect(chooseExtract([back]).lines).toEqual([]);
  });

  test("drops customers who order more than 20 lines at a time", () => {
    const lines = Array.from({ length: 21 }, (_, i) => aLine({ stockCode: String(20_000 + i) }));
    expect(chooseExtract(lines).lines).toEqual([]);
    expect(chooseExtract(lines.slice(1)).lines).toHaveLength(20);
  });

  test("uses the most common description", () => {
    const { descriptions } = chooseExtract([
      aLine({ description: "damaged?" }),
      aLine({ invoice: "1" }),
      aLine({ invoice: "2" }),
    ]);
    expect([...descriptions]).toEqual([["85123A", "WHITE HANGING HEART T-LIGHT HOLDER"]]);
  });

  test.skipIf(!existsSync(PUBLISHED))(
    "reproduces the repository's extract from the published data",
    async () => {
      const chosen = chooseExtract(await readPublishedLines(PUBLISHED));
      const carried = await readExtract();
      expect(new Map([...carried.descriptions].sort())).toEqual(
        new Map([...chosen.descriptions].sort()),
      );
      expect(carried.lines.map((line) => ({ ...line, description: "" }))).toEqual(
        chosen.lines.map((line) => ({ ...line, description: "" })),
      );
    },
  );
});

test.each([
  ["85123A", true],
  ["15056BL", true],
  ["22423", true],
  ["POST", false],
  ["BANK CHARGES", false],
  ["gift_0001_30", false],
  ["DCGS0058", false],
  ["C2", false],
])("isProductCode returns for %s: %s", (stockCode, isProduct) => {
  expect(isProductCode(stockCode)).toBe(isProduct);
});
