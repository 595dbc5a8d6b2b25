import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";
import type { BlendedList } from "~/recommendations/blend";
import type { DescribedProduct } from "~/recommendations/models/count-terms";
import { collectPurchases } from "~/recommendations/purchases/purchase-histories";
import { readBasketLines } from "../../backtest/readers/read-basket-lines";
import { readBasketUsers } from "../../backtest/readers/read-baskets";
import { createNames, numberName, readSequences } from "../../backtest/readers/read-interactions";
import { readSessionLines } from "../../backtest/readers/read-sessions";
import { groupByUser, type Interactions } from "../../backtest/recommenders/interactions";
import { generateInteractions } from "../../backtest/sizes/generate-interactions";
import { readRetail, RETAIL_FILE, type RetailLine } from "../learning/online-retail";
import { SHOP_CUSTOMERS, drawGroups, SHOPS, toShop, type SampleShop } from "./sample-shops";

/** Purchases of one kind of shop. Those that a benchmark predicts are not read. */
interface DataSet {
  readonly name: string;
  /** In the data folder; null if it is generated. */
  readonly file: string | null;
  /** The lists about which it says something. */
  readonly lists: readonly BlendedList[];
  drawShops(file: string): SampleShop[];
}

const DAY_MS = 86_400_000;

export const DATA_SETS: readonly DataSet[] = [
  {
    name: "Online Retail II",
    file: RETAIL_FILE,
    lists: ["new_for_you", "next_basket", "goes_with", "buy_again"],
    drawShops(file) {
      const lines = readRetail(file);
      const customers = createNames();
      for (const { customer } of lines) numberName(customers, customer);
      return drawGroups(customers.numberOf.size, createRandomNumbers(1)).map((group, n) => {
        const own = new Set(group);
        const of = lines.filter(({ customer }) => own.has(customers.numberOf.get(customer)!));
        return retailShop(of, RETAIL_ENDS[n % RETAIL_ENDS.length]!);
      });
    },
  },
  {
    name: "Ta-Feng",
    file: "tafeng_nbr/tafeng_dev.jsonl.gz",
    lists: ["new_for_you", "next_basket", "goes_with", "buy_again"],
    drawShops(file) {
      const { products, histories } = readBasketUsers(file);
      const rows = histories.flatMap((own, user) =>
        own.flatMap((basket, step) => Array.from(basket, (item) => ({ user, item, step }))),
      );
      const all = groupByUser({
        users: histories.length,
        items: products,
        userOf: rows.map(({ user }) => user),
        itemOf: rows.map(({ item }) => item),
        days: rows.map(({ step }) => step),
        order: "time",
      });
      return shopsOf(all, createRandomNumbers(2));
    },
  },
  {
    name: "Amazon Beauty",
    file: "amazon_s3rec/Beauty.txt.gz",
    lists: ["new_for_you"],
    drawShops: (file) =>
      shopsOf(withoutLast(groupByUser(readSequences(file))), createRandomNumbers(3)),
  },
  {
    name: "Yoochoose clicks",
    file: "sessions/yoochoose1_64_train_sessions.txt.gz",
    lists: ["new_for_you"],
    drawShops(file) {
      const items = createNames();
      const sessions = readSessionLines(file, items).filter(({ length }) => length >= 3);
      const all = groupByUser({
        users: sessions.length,
        items: items.numberOf.size,
        userOf: sessions.flatMap((own, user) => Array.from(own, () => user)),
        itemOf: sessions.flatMap((own) => [...own]),
        days: sessions.flatMap((own) => Array.from(own, () => 0)),
        order: "sequence",
      });
      return shopsOf(all, createRandomNumbers(4));
    },
  },
  {
    name: "Groceries",
    file: "groceries_arules/groceries_baskets.csv",
    lists: ["goes_with"],
    drawShops(file) {
      const { baskets } = readBasketLines(file);
      const groups = drawGroups(baskets.length, createRandomNumbers(5), 2 * SHOP_CUSTOMERS);
      return groups.map((group) => basketShop(Array.from(group, (n) => baskets[n]!)));
    },
  },
  {
    name: "generated",
    file: null,
    lists: ["new_for_you"],
    drawShops: () =>
      Array.from({ length: SHOPS }, (_, n) => {
        const size = { users: SHOP_CUSTOMERS, items: 2_000, interactions: 8_000 };
        const { offsets, items } = generateInteractions(size, createRandomNumbers(10 + n));
        const userOf = new Int32Array(items.length);
        for (let user = 0; user < SHOP_CUSTOMERS; user++) {
          userOf.fill(user, offsets[user], offsets[user + 1]);
        }
        const all = groupByUser({
          users: SHOP_CUSTOMERS,
          items: size.items,
          userOf,
          itemOf: items,
          days: new Uint8Array(items.length),
          order: "sequence",
        });
        return toShop(
          all,
          Int32Array.from({ length: SHOP_CUSTOMERS }, (_user, user) => user),
        );
      }),
  },
];

/** Days on which a shop looks back: no season counts more than another. */
const RETAIL_ENDS = ["2010-06-01", "2010-09-01", "2010-12-01"];

function retailShop(lines: readonly RetailLine[], end: string): SampleShop {
  const purchases = collectPurchases();
  const products = new Map<string, DescribedProduct>();
  for (const { customer, product, at, title, price } of lines) {
    if (at >= end) continue;
    purchases.add(customer, product, new Date(`${at.replace(" ", "T")}:00Z`));
    products.set(product, {
      productId: product,
      title,
      vendor: "",
      productType: "",
      tags: [],
      priceMinor: Math.round(100 * price),
    });
  }
  return { purchases: purchases.finish(), products: [...products.values()], now: new Date(end) };
}

/** Each basket is the only order of a customer, an even time apart in four months. */
function basketShop(baskets: readonly Int32Array[]): SampleShop {
  const now = new Date("2010-12-01");
  const purchases = collectPurchases();
  baskets.forEach((basket, n) => {
    const ageDays = (120 * (n + 0.5)) / baskets.length;
    for (const item of basket) {
      purchases.add(String(n), String(item), new Date(now.getTime() - ageDays * DAY_MS));
    }
  });
  const columns = purchases.finish();
  const products = columns.productIds.map((productId) => ({
    productId,
    title: "",
    vendor: "",
    productType: "",
    tags: [],
    priceMinor: null,
  }));
  return { purchases: columns, products, now };
}

function shopsOf(all: Interactions, random: RandomNumbers): SampleShop[] {
  return drawGroups(all.users, random).map((group) => toShop(all, group));
}

/** Without the last item of each user, which the benchmark predicts. */
function withoutLast(all: Interactions): Interactions {
  const rows: { user: number; item: number }[] = [];
  for (let user = 0; user < all.users; user++) {
    for (let at = all.offsets[user]!; at < all.offsets[user + 1]! - 1; at++) {
      rows.push({ user, item: all.itemOf[at]! });
    }
  }
  return groupByUser({
    users: all.users,
    items: all.items,
    userOf: rows.map(({ user }) => user),
    itemOf: rows.map(({ item }) => item),
    days: new Uint8Array(rows.length),
    order: "sequence",
  });
}
