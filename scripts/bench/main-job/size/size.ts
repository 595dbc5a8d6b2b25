import { ShopId } from "~/lib/shop-id";
import { startChild } from "../../child";
import { createDatabase, type DatabaseName } from "../databases";
import { seedShop } from "../seed-shop";
import type { SizeResult, SizeTask } from "./measure-size";
import { median, roundSignificant } from "../../statistics";
import type { Table } from "../../table";

const CUSTOMERS = [1_000, 10_000, 100_000];
const PRODUCTS = 2_000;
const ORDERS_EACH = 4;
const SHOP_ID = ShopId.parse("bench-0.myshopify.com");

const MEASURES = {
  singleWebhook: "an order alone, from the webhook to its profile and credit",
  webhook: "an order among 400, from the webhook to its profile and credit",
  enrollment: "a due enrollment, among 400",
  email: "an email, among 400",
  home: "the home page's queries",
  customers: "the first page of customers",
  lift: "counting lift (at most twice an hour)",
  fit: "fitting the models (once a day)",
} as const satisfies Record<keyof SizeResult, string>;

/** Costs in shops of 1,000, 10,000 and 100,000 customers. */
export async function benchSize(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const sizes: SizeResult[][] = [];
    for (const customers of CUSTOMERS) {
      const results: SizeResult[] = [];
      for (let i = 0; i < repeats; i++) results.push(await measure(name, customers));
      sizes.push(results);
    }
    for (const key of Object.keys(MEASURES) as (keyof SizeResult)[]) {
      const figures = sizes.map((results) => median(results.map((result) => result[key])));
      rows.push([
        `${name}, ${MEASURES[key]}`,
        ...figures.map(roundSignificant),
        `× ${roundSignificant(figures.at(-1)! / figures[0]!)}`,
      ]);
    }
  }
  return {
    title: "Cost by shop size",
    intro: [
      `In ms. Shops with ${PRODUCTS} products, ${ORDERS_EACH} orders of two lines for each customer over two years, the events that report them, and one email to each customer. The app's own functions and jobs, one after the other in one process.`,
      "A cost that does not depend on the shop's size is the same in each column; the last column says by what factor it grew while the shop grew a hundredfold. Counting lift reads all of a shop's first emails, and the fit all of its orders.",
    ],
    columns: ["", ...CUSTOMERS.map((customers) => customers.toLocaleString("en-GB")), "growth"],
    rows,
  };
}

async function measure(name: DatabaseName, customers: number): Promise<SizeResult> {
  const task: SizeTask = {
    shopId: SHOP_ID,
    size: { customers, products: PRODUCTS, ordersEach: ORDERS_EACH },
  };
  const database = await createDatabase(name);
  await database.use(async ({ db }, keyring) => {
    await seedShop(db, keyring, task.shopId, task.size);
    await db.$executeRawUnsafe("vacuum (analyze)");
  });
  const provider = startChild(new URL("../emails/provider.ts", import.meta.url), null);
  const { url } = await provider.next<{ url: string }>();
  const child = startChild(new URL("./measure-size.ts", import.meta.url), task, {
    ...database.env,
    KINDRED_WORKER: "off",
    RESEND_API_KEY: "re_bench",
    RESEND_BASE_URL: url,
  });
  const result = await child.next<SizeResult>();
  await Promise.all([child.stop(), provider.stop()]);
  await database.remove();
  return result;
}
