import { readFileSync } from "node:fs";
import type { RefusedRow } from "~/lib/exports/csv-table";
import { loadOnlineRetail } from "../../test/shopify/seed/online-retail";
import { readOrdersExport } from "./exports/read-orders-export";
import { readProductExport } from "./exports/read-product-export";
import { seedFromExports } from "./exports/seed-from-exports";
import type { StoreSeed } from "../../test/shopify/store-seed";
import type { DemoOptions } from "./options";
import type { Progress } from "./progress";

/** Maximum number of listed reasons; the rest is counted. */
const SHOWN_REFUSALS = 20;

/**
 * The demo's store: Online Retail II, or the given exports. Unreadable rows are listed with the reason; the others
 * load.
 *
 * @throws Error when nothing in a file can be read
 */
export async function loadSeed(options: DemoOptions, progress: Progress): Promise<StoreSeed> {
  const { productsFile, ordersFile, encoding, dayOrder, currency, locale } = options;
  if (productsFile === null) return loadOnlineRetail();

  const decimalMark = locale === null ? null : decimalMarkOf(locale);
  const format = { encoding, dayOrder, decimalMark, currency };
  const products = await readProductExport(readFileSync(productsFile), format);
  reportRefused(productsFile, products.refused, progress);
  if (products.products.length === 0) throw new Error(`${productsFile} holds no product to load`);

  const orders =
    ordersFile === null ? null : await readOrdersExport(readFileSync(ordersFile), format);
  if (orders && ordersFile !== null) {
    reportRefused(ordersFile, orders.refused, progress);
    if (orders.orders.length === 0) throw new Error(`${ordersFile} holds no order to load`);
  } else {
    progress.step("No orders export is given: the orders of this store are made up");
  }
  return seedFromExports({
    products: products.products,
    orders: orders?.orders ?? [],
    currency,
    ...(locale !== null && { locale }),
  });
}

function decimalMarkOf(locale: string): "." | "," {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: "latn" }).formatToParts(1.5);
  return parts.some(({ type, value }) => type === "decimal" && value === ",") ? "," : ".";
}

/** Rows with one reason are listed together: a spreadsheet changes every date of a file. */
function reportRefused(file: string, refused: readonly RefusedRow[], progress: Progress): void {
  const kinds = [...Map.groupBy(refused, ({ reason }) => reason.replace(/"[^"]*"|#?\d+/g, ""))];
  for (const [, rows] of kinds.slice(0, SHOWN_REFUSALS)) {
    const [first] = rows;
    if (!first) continue;
    const others = rows.length === 1 ? "" : ` (and ${rows.length - 1} more rows like it)`;
    progress.step(`${file}, row ${first.row}: ${first.reason}${others}`);
  }
  const rest = kinds.slice(SHOWN_REFUSALS).reduce((sum, [, rows]) => sum + rows.length, 0);
  if (rest > 0) progress.step(`${file}: ${rest} more rows were refused`);
}
