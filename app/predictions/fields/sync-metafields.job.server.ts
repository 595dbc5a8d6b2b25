import { defineJob } from "~/jobs/job.server";
import { backOffMs } from "~/lib/back-off";
import { AppError } from "~/lib/errors";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { mayUse } from "~/shopify/billing/plan";
import { getPlan } from "~/shopify/billing/shop-plan-store.server";
import { metafieldsDelete, metafieldsSet } from "~/shopify/operations/customer-fields";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { customerFieldIds, customerFields, CUSTOMERS_AT_ONCE } from "./customer-fields";
import {
  beginWritingFields,
  findFieldSync,
  deleteSyncedFields,
  listEndingFields,
  selectShopsWithDueFields,
  listUnsyncedFields,
  postponeFieldSync,
  recordSyncedFields,
  restFieldSync,
  nextFieldTimes,
  type UnsyncedFields,
} from "./field-store.server";

interface Deps extends AdminDeps {
  readonly now: () => Date;
}

const CALLS_AT_ONCE = 10;
const DAY_MS = 86_400_000;
const BACK_OFF = { firstMs: 5 * 60_000, longestMs: DAY_MS };

/**
 * Syncs learned values to customers' metafields when the merchant turned it on: changed values,
 * once a day, several customers per call. Metafields of erased customers are deleted first.
 */
export const syncMetafieldsJob = defineJob<Deps>({
  name: "predictions.sync-metafields",
  selectDueShops: selectShopsWithDueFields,
  nextDueTimes: nextFieldTimes,

  async run(shopId, deps, signal) {
    const { db, log, now } = deps;
    const sync = await findFieldSync(db, shopId);
    const shop = await findInstalledShop(db, shopId);
    if (!sync?.nextRunAt || sync.nextRunAt > now() || !shop) return { more: false };
    const isInPlan = mayUse(await getPlan(db, shopId), "customer_fields");
    try {
      for (let call = 0; call < CALLS_AT_ONCE && !signal.aborted; call++) {
        const isOn = sync.isOn && isInPlan;
        // A smaller plan writes nothing new and deletes nothing.
        const didDelete = await deleteSome(shopId, sync.isOn, deps);
        if (!didDelete && !(isOn && (await writeSome(shopId, shop.currency, deps)))) {
          const until = sync.isOn ? new Date(now().getTime() + DAY_MS) : null;
          const rests = await db.$transaction((tx) =>
            restFieldSync(tx, shopId, { isOn: sync.isOn, until, now: now() }),
          );
          return { more: !rests };
        }
      }
      return { more: true };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ err: error, shopId }, "customers' fields could not be written");
      const attempts = sync.attempts + 1;
      const nextRunAt = new Date(now().getTime() + backOffMs(attempts, BACK_OFF));
      const failure = { nextRunAt, attempts, lastError: error.code };
      return { more: !(await postponeFieldSync(db, shopId, sync, failure)) };
    }
  },
});

/** @returns whether there were any to write */
async function writeSome(shopId: ShopId, currency: string, deps: Deps): Promise<boolean> {
  const limits = { limit: CUSTOMERS_AT_ONCE, now: deps.now() };
  const unsynced = await listUnsyncedFields(deps.db, shopId, limits);
  if (unsynced.length === 0) return false;
  await writeFields(shopId, unsynced, currency, deps);
  return true;
}

/** Shopify writes all or none: if it refuses several customers, each is written alone. */
async function writeFields(
  shopId: ShopId,
  customers: readonly UnsyncedFields[],
  currency: string,
  deps: Deps,
): Promise<void> {
  const ids = customers.map(({ customerId }) => customerId);
  const begun = await beginWritingFields(deps.db, shopId, ids, deps.now());
  const written = customers.filter(({ customerId }) => begun.has(customerId));
  const metafields = written.flatMap((it) => customerFields(it, currency));
  const outdated = written.flatMap((it) => outdatedFields(it, customerFields(it, currency)));
  const isWritten =
    (metafields.length === 0 ||
      (await isAccepted(adminGraphql(shopId, metafieldsSet, { metafields }, deps)))) &&
    (outdated.length === 0 ||
      (await isAccepted(adminGraphql(shopId, metafieldsDelete, { metafields: outdated }, deps))));
  if (!isWritten && written.length > 1) {
    for (const customer of written) await writeFields(shopId, [customer], currency, deps);
    return;
  }
  // A customer who was deleted at Shopify is tried again when the values change.
  await recordSyncedFields(deps.db, shopId, written);
}

/** Fields whose value is no longer known, and may have been written before. */
function outdatedFields(
  { customerId, isFirst }: UnsyncedFields,
  known: ReturnType<typeof customerFields>,
) {
  if (isFirst) return [];
  return customerFieldIds(customerId).filter(({ key }) => !known.some((it) => it.key === key));
}

/** @returns whether there were any to delete */
async function deleteSome(shopId: ShopId, isOn: boolean, deps: Deps): Promise<boolean> {
  const limits = { isOn, limit: CUSTOMERS_AT_ONCE, now: deps.now() };
  const ending = await listEndingFields(deps.db, shopId, limits);
  if (ending.length === 0) return false;
  await deleteFields(shopId, ending, deps);
  return true;
}

/** Shopify deletes all or none: if it refuses several customers, each is deleted alone. */
async function deleteFields(
  shopId: ShopId,
  customerIds: readonly CustomerId[],
  deps: Deps,
): Promise<void> {
  const metafields = customerIds.flatMap(customerFieldIds);
  const isDeleted = await isAccepted(adminGraphql(shopId, metafieldsDelete, { metafields }, deps));
  if (!isDeleted && customerIds.length > 1) {
    for (const customerId of customerIds) await deleteFields(shopId, [customerId], deps);
    return;
  }
  // A customer who was deleted at Shopify has no fields there.
  await deleteSyncedFields(deps.db, shopId, customerIds, deps.now());
}

/** False if Shopify names what is wrong, such as a customer it no longer has. Other errors say nothing about customers. */
async function isAccepted(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    const hasUserErrors =
      error instanceof AppError && error.code === "invalid_input" && "codes" in error.context;
    if (!hasUserErrors) throw error;
    return false;
  }
}
