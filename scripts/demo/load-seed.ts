import { readFileSync } from "node:fs";
import { loadOnlineRetail } from "../../test/shopify/seed/online-retail";
import { readOrdersExport } from "../../test/shopify/seed/read-orders-export";
import { readProductExport } from "../../test/shopify/seed/read-product-export";
import { seedFromExports } from "../../test/shopify/seed/seed-from-exports";
import type { StoreSeed } from "../../test/shopify/store-seed";
import type { DemoOptions } from "./options";
import type { Progress } from "./progress";

/** Maximum number of listed refusals; the rest is counted. */
const SHOWN_REFUSALS = 20;

/**
 * The demo's store: Online Retail II, or the given exports. Unreadable rows are listed with the reason; the others
 * load.
 *
 * @throws Error when nothing in a file can be read
 */
export async function loadSeed(options: DemoOptions, progress: Progress): Promise<StoreSeed> {
  const { productsFile, ordersFile } = options;
  if (productsFile === null) return loadOnlineRetail();

  const products = await readProductExport(readFileSync(productsFile));
  reportRefused(productsFile, products.refused, progress);
  if (products.products.length === 0) throw new Error(`${productsFile} holds no product to load`);

  const orders = ordersFile === null ? null : await readOrdersExport(readFileSync(ordersFile));
  if (orders && ordersFile !== null) {
    reportRefused(ordersFile, orders.refused, progress);
    if (orders.orders.length === 0) throw new Error(`${ordersFile} holds no order to load`);
  } else {
    progress.step("No orders export is given: the orders of this store are made up");
  }
  return seedFromExports({ products: products.products, orders: orders?.orders ?? [] });
}

function reportRefused(
  file: string,
  refused: readonly { readonly row: number; readonly reason: string }[],
  progress: Progress,
): void {
  for (const { row, reason } of refused.slice(0, SHOWN_REFUSALS)) {
    progress.step(`${file}, row ${row}: ${reason}`);
  }
  const rest = refused.length - SHOWN_REFUSALS;
  if (rest > 0) progress.step(`${file}: ${rest} more rows were refused`);
}
