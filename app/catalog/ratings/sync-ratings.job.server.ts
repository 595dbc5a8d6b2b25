import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { productRatings } from "~/shopify/operations/product-ratings";
import { ratingDefinitions } from "~/shopify/operations/rating-definitions";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { readProductRating } from "./product-rating";
import {
  hasRatings,
  listDueRatings,
  recordNoRatings,
  recordRatings,
  selectShopsWithDueRatings,
  nextRatingTimes,
} from "./rating-store.server";

/** Three points each keep the query under Shopify's thousand. */
const BATCH = 250;
/** Products that are read each day in a shop that seems to have no ratings. */
const SAMPLE = 50;

/**
 * Reads the ratings that review apps write into the products' metafields: of new and changed products within a minute,
 * of all once a day. Most shops have none, and reading 50,000 products would take half of an hour's requests: there
 * Shopify is asked once a day how many ratings there are, and a sample is read, because an app may write metafields
 * without the definition by which Shopify counts them. `read_products` allows it.
 */
export const syncRatingsJob = defineJob<AdminDeps>({
  name: "catalog.sync-ratings",
  selectDueShops: selectShopsWithDueRatings,
  nextDueTimes: nextRatingTimes,

  async run(shopId, deps) {
    const { db, now } = deps;
    if (!(await findInstalledShop(db, shopId))) return { more: false };
    const due = await listDueRatings(db, shopId, { now: now(), limit: BATCH });
    if (due.length === 0) return { more: false };
    const isUsed = (await hasRatings(db, shopId)) || (await countsRatings(shopId, deps));
    const asked = isUsed ? due : due.slice(0, SAMPLE);
    const ratings = await readRatings(shopId, asked, deps);
    await recordRatings(db, shopId, { asked, ratings }, now());
    if (isUsed || ratings.some(({ rating }) => rating !== null)) {
      return { more: due.length === BATCH || asked.length < due.length };
    }
    await recordNoRatings(db, shopId, now());
    return { more: false };
  },
});

async function countsRatings(shopId: ShopId, deps: AdminDeps): Promise<boolean> {
  const { metafieldDefinitions } = await adminGraphql(shopId, ratingDefinitions, {}, deps);
  return metafieldDefinitions.nodes.some(({ metafieldsCount }) => metafieldsCount > 0);
}

async function readRatings(shopId: ShopId, productIds: readonly string[], deps: AdminDeps) {
  const ids = productIds.map((id) => `gid://shopify/Product/${id}`);
  const { nodes } = await adminGraphql(shopId, productRatings, { ids }, deps);
  return nodes.flatMap((node) =>
    node === null
      ? []
      : [
          {
            productId: node.id.slice(node.id.lastIndexOf("/") + 1),
            rating: readProductRating(node.rating?.value ?? null, node.ratingCount?.value ?? null),
          },
        ],
  );
}
