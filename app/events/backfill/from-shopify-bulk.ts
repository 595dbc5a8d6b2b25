import type { ShopId } from "~/lib/shop-id";
import type { BulkResource } from "~/shopify/operations/bulk-queries";
import { bulkCollection } from "./bulk-collection";
import { bulkCustomer } from "./bulk-customer";
import { bulkOrder } from "./bulk-order";
import { bulkProduct } from "./bulk-product";
import type { BulkNode } from "./group-bulk-lines";
import type { TranslationContext, EventTranslation } from "../translation";

const TRANSLATORS: Readonly<
  Record<BulkResource, (node: BulkNode, context: TranslationContext) => EventTranslation>
> = {
  products: bulkProduct,
  collections: bulkCollection,
  customers: bulkCustomer,
  orders: bulkOrder,
};

/**
 * Translates one bulk object into events with the same keys as its webhooks, so that an object
 * reported by both is recorded once.
 *
 * @param node from `groupBulkLines`, of the queries in shopify/operations/bulk-queries.ts
 * @returns the events, or why the object was rejected; never throws
 */
export function eventsFromBulkNode(
  shopId: ShopId,
  resource: BulkResource,
  node: BulkNode,
  { currency, now }: Pick<TranslationContext, "currency" | "now">,
): EventTranslation {
  return TRANSLATORS[resource](node, {
    shopId,
    currency,
    now,
    triggeredAt: null,
    headerTriggeredAt: null,
  });
}
