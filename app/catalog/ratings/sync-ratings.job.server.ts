import { defineJob } from "~/jobs/job.server";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { productRatings } from "~/shopify/operations/product-ratings";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { readProductRating } from "./product-rating";
import { listDueRatings, recordRatings, selectShopsWithDueRatings } from "./rating-store.server";

/** Three points each keep the query under Shopify's thousand. */
const BATCH = 250;

/**
 * Reads the ratings that review apps write into the products' metafields: of new and changed products within a minute,
 * of all once a day. `read_products` allows it.
 */
export const syncRatingsJob = defineJob<AdminDeps>({
  name: "catalog.sync-ratings",
  selectDueShops: selectShopsWithDueRatings,

  async run(shopId, deps) {
    const { db, now } = deps;
    if (!(await findInstalledShop(db, shopId))) return { more: false };
    const asked = await listDueRatings(db, shopId, { now: now(), limit: BATCH });
    if (asked.length === 0) return { more: false };
    const ids = asked.map((id) => `gid://shopify/Product/${id}`);
    const { nodes } = await adminGraphql(shopId, productRatings, { ids }, deps);
    const ratings = nodes.flatMap((node) =>
      node === null
        ? []
        : [
            {
              productId: node.id.slice(node.id.lastIndexOf("/") + 1),
              rating: readProductRating(
                node.rating?.value ?? null,
                node.ratingCount?.value ?? null,
              ),
            },
          ],
    );
    await recordRatings(db, shopId, { asked, ratings }, now());
    return { more: asked.length === BATCH };
  },
});
