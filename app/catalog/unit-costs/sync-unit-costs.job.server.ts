import { defineJob } from "~/jobs/job.server";
import { AppError } from "~/lib/errors";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { unitCosts } from "~/shopify/operations/unit-costs";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { canReadUnitCosts } from "~/shopify/unit-costs";
import { unitCostMinor } from "./unit-cost";
import {
  deleteUnitCosts,
  listDueUnitCosts,
  recordUnitCosts,
  selectShopsWithDueUnitCosts,
  nextUnitCostTimes,
} from "./unit-cost-store.server";

/** Three points each keep the query under Shopify's thousand. */
const BATCH = 250;

/**
 * Reads what variants cost the merchant, where the merchant lets Kindred read it: new and changed ones within a minute,
 * all once a day. Deletes the costs once the merchant takes that back.
 */
export const syncUnitCostsJob = defineJob<AdminDeps>({
  name: "catalog.sync-unit-costs",
  selectDueShops: selectShopsWithDueUnitCosts,
  nextDueTimes: nextUnitCostTimes,

  async run(shopId, deps) {
    const { db, now, log } = deps;
    const shop = await findInstalledShop(db, shopId);
    if (!shop) return { more: false };
    if (!canReadUnitCosts(shop.grantedScopes)) {
      await deleteUnitCosts(db, shopId);
      return { more: false };
    }
    const asked = await listDueUnitCosts(db, shopId, { now: now(), limit: BATCH });
    if (asked.length === 0) return { more: false };
    try {
      const ids = asked.map((id) => `gid://shopify/ProductVariant/${id}`);
      const { nodes } = await adminGraphql(shopId, unitCosts, { ids }, deps);
      const costs = nodes.flatMap((node) =>
        node === null
          ? []
          : [
              {
                variantId: node.id.slice(node.id.lastIndexOf("/") + 1),
                costMinor: unitCostMinor(node.inventoryItem.unitCost, shop.currency),
              },
            ],
      );
      await recordUnitCosts(db, shopId, { asked, costs }, now());
    } catch (error) {
      // What Shopify denies today it may allow tomorrow; until then the merchant's margin counts.
      if (!(error instanceof AppError && error.code === "unauthorized")) throw error;
      log.warn({ shopId, reason: error.message }, "unit costs could not be read");
      await recordUnitCosts(db, shopId, { asked, costs: [] }, now());
    }
    return { more: asked.length === BATCH };
  },
});
