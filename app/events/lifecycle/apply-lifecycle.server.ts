import type { PrismaClient } from "~/generated/prisma/client";
import type { Queue } from "~/jobs/queue";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { recordDataRequest } from "~/privacy/record-data-request.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import type { ErasureDeps } from "~/privacy/erase-customer.server";
import { eraseShop } from "~/privacy/erase-shop.server";
import type { Keyring } from "~/privacy/keyring.server";
import { ShopContact, shopContactLocation } from "~/privacy/shop-contact";
import type { Journal } from "~/restore/journal.server";
import { schedulePlanCheck, endPlan } from "~/shopify/billing/shop-plan-store.server";
import { closedAsOf } from "~/shopify/closed-shop";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { grantedScopes } from "~/shopify/operations/granted-scopes";
import { deleteOfflineSessionWithoutScopes } from "~/shopify/session-storage.server";
import { findInstalledShop, markClosed, markOpen } from "~/shopify/shop-store.server";
import type { Lifecycle, ShopChange } from "../from-shopify/lifecycle";
import { storeScopes } from "./store-scopes.server";

export interface LifecycleDeps extends AdminDeps, ErasureDeps {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly queue: Queue;
  readonly log: Pick<Log, "warn">;
  readonly journal: Pick<Journal, "recordErasure">;
}

type Deps = LifecycleDeps;

/**
 * Applies a lifecycle webhook. Idempotent.
 *
 * @param requestKey the webhook's id
 * @returns why nothing had to be done, or null
 */
export async function applyLifecycle(
  shopId: ShopId,
  lifecycle: Lifecycle,
  requestKey: string,
  deps: Deps,
): Promise<string | null> {
  const { db, queue, now } = deps;
  switch (lifecycle.kind) {
    case "app_uninstalled":
      return uninstall(shopId, lifecycle.triggeredAt ?? now(), deps);
    case "scopes_changed":
      return changeScopes(shopId, deps);
    case "subscription_changed":
      await db.$transaction(async (tx) => {
        await schedulePlanCheck(tx, shopId, now());
        await queue.announce(tx, shopId, "plan_changed");
      });
      return null;
    case "shop_changed":
      await changeShop(shopId, lifecycle.shop, deps);
      return null;
    case "bulk_operation_finished":
      await db.$transaction((tx) => queue.announce(tx, shopId, "backfill_advanced"));
      return null;
    case "customer_data_requested":
      await recordDataRequest(shopId, { requestKey, ...lifecycle.request }, deps);
      return null;
    case "customer_redacted":
      deps.journal.recordErasure({ kind: "customer", shopId, requestKey, ...lifecycle.request });
      await eraseCustomer(shopId, { requestKey, ...lifecycle.request }, deps);
      return null;
    case "shop_redacted": {
      const erasure = await eraseShop(shopId, { requestKey }, deps);
      if (erasure.kind === "kept") return `kept: ${erasure.reason}`;
      // Erase only now: until then the merchant could reinstall the app.
      deps.journal.recordErasure({ kind: "shop", shopId, requestKey });
      return null;
    }
    default:
      return lifecycle satisfies never;
  }
}

/** An uninstall webhook that was triggered before the current installation is stale. */
async function uninstall(shopId: ShopId, at: Date, { db, now }: Deps): Promise<string | null> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.shop.updateMany({
      where: { shopId, uninstalledAt: null, installedAt: { lt: at } },
      data: { uninstalledAt: at },
    });
    if (count === 0) return "the app is not installed, or was installed again since";
    await tx.shopifySession.deleteMany({ where: { shopId } });
    await endPlan(tx, shopId, now());
    await recordAudit(tx, shopId, {
      auditId: `app-uninstalled/${at.toISOString()}`,
      at: now(),
      actor: "shopify",
      action: "app_uninstalled",
      detail: {},
    });
    return null;
  });
}

/**
 * Stores the scopes that Shopify reports as granted. An older token lacks newly granted scopes; the
 * merchant's next request gets a new one.
 */
async function changeScopes(shopId: ShopId, deps: Deps): Promise<string | null> {
  const { db: database, queue, now } = deps;
  if (!(await findInstalledShop(database, shopId))) return "the app is not installed";
  const { currentAppInstallation } = await adminGraphql(shopId, grantedScopes, {}, deps);
  const scopes = currentAppInstallation.accessScopes.map((it) => it.handle);
  await database.$transaction(async (db) => {
    await storeScopes(db, shopId, scopes, { queue, now: now() });
    await deleteOfflineSessionWithoutScopes(scopes, shopId, { ...deps, db });
  });
  return null;
}

async function changeShop(
  shopId: ShopId,
  { contact, plan, ...changes }: ShopChange,
  { db, keyring, now }: Deps,
): Promise<void> {
  const known = await db.shop.findUnique({ where: { shopId } });
  if (!known) return;
  const place = shopContactLocation(shopId);
  const before = ShopContact.parse(
    known.sealedContact ? JSON.parse(keyring.open(known.sealedContact, place)) : {},
  );
  const after = { ...before, ...withoutNulls(contact) };
  await db.shop.update({
    where: { shopId },
    data: { ...withoutNulls(changes), sealedContact: keyring.seal(JSON.stringify(after), place) },
  });
  if (plan === null) return;
  const closedAs = closedAsOf(plan);
  if (closedAs === null) await markOpen(db, shopId);
  else await markClosed(db, shopId, closedAs, now());
}

/** Drops null fields: absent values must not overwrite stored ones. */
function withoutNulls<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
