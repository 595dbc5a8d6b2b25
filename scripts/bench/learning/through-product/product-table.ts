import { existsSync } from "node:fs";
import { join } from "node:path";
import { createRandomNumbers } from "~/ml/numerics/random";
import { createNames, numberName } from "../../../backtest/readers/read-interactions";
import { readBasketUsers } from "../../../backtest/readers/read-baskets";
import { drawGroups } from "../../default-weights/sample-shops";
import { createDatabase } from "../../main-job/databases";
import type { Table } from "../../table";
import { readRetail, RETAIL_CUT, RETAIL_FILE } from "../online-retail";
import { compareProduct } from "./compare-product";
import type { BoughtLine, ShopToCompare } from "./compared-shop";

const TAFENG_FILE = "tafeng_nbr/tafeng_dev.jsonl.gz";

/** The same figures by the back-test in memory and by the product's jobs in a database. */
export async function compareInTable(dataFolder: string): Promise<Table> {
  const shops: ShopToCompare[] = [];
  const notes: string[] = [];
  for (const [file, read] of [
    [RETAIL_FILE, retailShop],
    [TAFENG_FILE, basketShop],
  ] as const) {
    const path = join(dataFolder, file);
    if (existsSync(path)) shops.push(read(path));
    else notes.push(`Not measured: there is no ${file} where KINDRED_DATA says.`);
  }
  const rows: (string | number)[][] = [];
  for (const shop of shops) {
    const database = await createDatabase("PGlite");
    try {
      const figures = await database.use(({ db }, keyring) => compareProduct(db, keyring, shop));
      for (const { figure, backtest, product } of figures) {
        const isFirst = figure === figures[0]?.figure;
        rows.push([
          isFirst ? shop.name : "",
          figure,
          String(backtest),
          String(product),
          backtest === product ? "yes" : "NO",
        ]);
      }
    } finally {
      await database.remove();
    }
  }
  return {
    title: "The back-test and the product",
    intro: [
      "The orders of 500 customers of each shop are stored in a database, from which the product's jobs train, rank and forecast; the back-test reads them in memory. All digits are compared. Lists are those before near duplicates are dropped and vendors limited.",
    ],
    columns: ["shop", "figure", "back-test", "product", "equal"],
    words: ["figure", "equal"],
    rows,
    notes,
  };
}

/** Customers of Online Retail II who ordered before the cut. */
function retailShop(file: string): ShopToCompare {
  const lines = readRetail(file);
  const cut = new Date(RETAIL_CUT.day);
  const names = createNames();
  for (const { customer, at } of lines) if (at < RETAIL_CUT.day) numberName(names, customer);
  const [group] = drawGroups(names.numberOf.size, createRandomNumbers(1));
  const customerOf = new Map(Array.from(group ?? [], (from, customer) => [from, customer]));
  const products = createNames();
  const looks: { title: string; priceMinor: number }[] = [];
  const known: BoughtLine[] = [];
  const later: BoughtLine[] = [];
  for (const { at, value, title, price, ...line } of lines) {
    const customer = customerOf.get(names.numberOf.get(line.customer) ?? -1);
    if (customer === undefined) continue;
    const product = numberName(products, line.product);
    looks[product] = { title, priceMinor: Math.round(100 * price) };
    const ms = Date.parse(`${at.replace(" ", "T")}:00Z`);
    const bought = { customer, product, at: ms, valueMinor: Math.round(100 * value) };
    (ms < +cut ? known : later).push(bought);
  }
  return { name: "Online Retail II", looks, known, later, cut };
}

/** Users of Ta-Feng, of whom only the sequence of baskets is known. */
function basketShop(file: string): ShopToCompare {
  const { histories, next } = readBasketUsers(file);
  const [group = new Int32Array()] = drawGroups(histories.length, createRandomNumbers(2));
  const products = createNames();
  const line = (customer: number, item: number, at: number): BoughtLine => ({
    customer,
    product: numberName(products, String(item)),
    at,
    valueMinor: 1_00,
  });
  const known = Array.from(group, (user, customer) =>
    (histories[user] ?? []).flatMap((basket, at) =>
      Array.from(basket, (item) => line(customer, item, at)),
    ),
  ).flat();
  const later = Array.from(group, (user, customer) =>
    Array.from(next[user] ?? [], (item) => line(customer, item, Infinity)),
  ).flat();
  const looks = Array.from(products.numberOf, () => ({ title: "", priceMinor: 1_00 }));
  return { name: "Ta-Feng", looks, known, later, cut: null };
}
