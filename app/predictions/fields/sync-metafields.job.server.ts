import { defineJob } from "~/jobs/job.server";
import { backOffMs } from "~/lib/back-off";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { mayUse } from "~/shopify/billing/plan";
import { getPlan } from "~/shopify/billing/shop-plan-store.server";
import { metafieldsDelete, metafieldsSet } from "~/shopify/operations/customer-fields";
import { findInstalledShop } from "~/shopify/shop-store.server";
import {
  customerFields,
  CUSTOMERS_AT_ONCE,
  FIELD_KEYS,
  FIELD_NAMESPACE,
  ownerIdOf,
} from "./customer-fields";
import {
  findFieldSync,
  deleteSyncedFields,
  listEndingFields,
  selectShopsWithDueFields,
  listUnsyncedFields,
  recordSyncedFields,
  restFieldSync,
  settleFieldSync,
  nextFieldTimes,
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
            restFieldSync(tx, shopId, { isOn: sync.isOn, until }),
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
      await settleFieldSync(db, shopId, { nextRunAt, attempts, lastError: error.code });
      return { more: false };
    }
  },
});

/** @returns whether there were any to write */
async function writeSome(shopId: ShopId, currency: string, deps: Deps): Promise<boolean> {
  const unsynced = await listUnsyncedFields(deps.db, shopId, CUSTOMERS_AT_ONCE);
  if (unsynced.length === 0) return false;
  const metafields = unsynced.flatMap((it) => customerFields(it, currency));
  // Shopify rejects deleted customers. They are retried when their values change.
  if (metafields.length > 0) {
    await unlessRefused(adminGraphql(shopId, metafieldsSet, { metafields }, deps));
  }
  await recordSyncedFields(deps.db, shopId, unsynced);
  return true;
}

/** @returns whether there were any to delete */
async function deleteSome(shopId: ShopId, isOn: boolean, deps: Deps): Promise<boolean> {
  const ending = await listEndingFields(deps.db, shopId, { isOn, limit: CUSTOMERS_AT_ONCE });
  if (ending.length === 0) return false;
  const metafields = ending.flatMap((customerId) =>
    FIELD_KEYS.map((key) => ({ ownerId: ownerIdOf(customerId), namespace: FIELD_NAMESPACE, key })),
  );
  await unlessRefused(adminGraphql(shopId, metafieldsDelete, { metafields }, deps));
  await deleteSyncedFields(deps.db, shopId, ending);
  return true;
}

/** A customer deleted at Shopify needs no write and no deletion. */
async function unlessRefused(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "invalid_input")) throw error;
  }
}
