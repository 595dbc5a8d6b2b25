import { defineJob } from "~/jobs/job.server";
import type { Queue } from "~/jobs/queue";
import { backOffMs } from "~/lib/back-off";
import { AppError } from "~/lib/errors";
import { customerIdOf, profileIdOfCustomer, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { customerMetafields, METAFIELD_CUSTOMERS } from "~/shopify/operations/customer-metafields";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { metafieldIdOf, metafieldPropertyOf, type FollowedMetafield } from "./followed-metafield";
import { readMetafieldValue } from "./metafield-value";
import {
  findMetafieldProgress,
  findMetafieldSlice,
  recordMetafields,
  removeUnfollowedValues,
  retryMetafieldsAt,
  selectShopsWithDueMetafields,
  nextMetafieldTimes,
} from "./metafield-store.server";

interface Deps extends AdminDeps {
  readonly queue: Queue;
}

const SLICES_AT_ONCE = 10;
const REMOVALS_AT_ONCE = 1_000;
const BACK_OFF = { firstMs: 5 * 60_000, longestMs: 86_400_000 };

/**
 * Reads the customer metafields that the merchant follows, and stores them as customer properties: of customers that
 * changed within a minute, of all once a day. Values of metafields that are no longer followed are removed first.
 */
export const readMetafieldsJob = defineJob<Deps>({
  name: "profiles.read-metafields",
  selectDueShops: selectShopsWithDueMetafields,
  nextDueTimes: nextMetafieldTimes,

  async run(shopId, deps, signal) {
    const { db, log, now } = deps;
    const progress = await findMetafieldProgress(db, shopId);
    if (!progress || !(await findInstalledShop(db, shopId))) return { more: false };
    if (progress.retryAt !== null && progress.retryAt > now()) return { more: false };
    if (progress.removing.length > 0) return { more: await removeSome(shopId, deps) };
    try {
      for (let slice = 0; slice < SLICES_AT_ONCE && !signal.aborted; slice++) {
        if (!(await readSlice(shopId, deps))) return { more: false };
      }
      return { more: true };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ err: error, shopId }, "customers' metafields could not be read");
      const attempts = progress.attempts + 1;
      const retryAt = new Date(now().getTime() + backOffMs(attempts, BACK_OFF));
      await retryMetafieldsAt(db, shopId, progress.fields, { attempts, retryAt });
      return { more: false };
    }
  },
});

/** @returns true, because values may be left, or metafields may be to read */
async function removeSome(shopId: ShopId, { db, queue, now }: Deps): Promise<boolean> {
  await db.$transaction(async (tx) => {
    await removeUnfollowedValues(tx, shopId, { limit: REMOVALS_AT_ONCE, now: now() });
    await queue.announce(tx, shopId, "profile_properties_set");
  });
  return true;
}

/** @returns whether more may be due */
async function readSlice(shopId: ShopId, deps: Deps): Promise<boolean> {
  const { db, queue, now } = deps;
  const progress = await findMetafieldProgress(db, shopId);
  if (!progress || progress.fields.length === 0) return false;
  const limit = METAFIELD_CUSTOMERS;
  const slice = await findMetafieldSlice(db, shopId, progress, { now: now(), limit });
  if (slice === null) return false;
  const values = await readValues(shopId, slice.profileIds, progress.fields, deps);
  await db.$transaction(async (tx) => {
    const changed = await recordMetafields(tx, shopId, { slice, values }, now());
    if (changed > 0) await queue.announce(tx, shopId, "profile_properties_set");
  });
  return true;
}

/** The value of each field of each customer that Shopify has. */
async function readValues(
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  fields: readonly FollowedMetafield[],
  deps: Deps,
) {
  if (profileIds.length === 0) return [];
  const ids = profileIds.flatMap((id) => {
    const customerId = customerIdOf(id);
    return customerId === null ? [] : `gid://shopify/Customer/${customerId}`;
  });
  const keys = fields.map(metafieldIdOf);
  const { nodes } = await adminGraphql(shopId, customerMetafields, { ids, keys }, deps);
  return nodes.flatMap((node) => {
    if (node === null) return [];
    const profileId = profileIdOfCustomer(node.id.slice(node.id.lastIndexOf("/") + 1));
    const known = new Map(node.metafields.nodes.map((it) => [metafieldIdOf(it), it]));
    return fields.map((field) => {
      const found = known.get(metafieldIdOf(field));
      const value = found ? readMetafieldValue(found.type, found.value) : null;
      return { profileId, name: metafieldPropertyOf(field), value };
    });
  });
}
