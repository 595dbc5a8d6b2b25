import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import type { Tx, Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { EXPIRING_ACTIONS } from "./audit-actions";
import { recordAudit } from "./audit-store.server";

type Deps = CommonDeps<"db" | "now">;

export type ShopErasure =
  | { readonly kind: "erased" }
  /** The app is installed (again): the merchant wants it, with its data. */
  | { readonly kind: "kept"; readonly reason: "installed" };

/** Retained: blind indexes of suppressed addresses, and the audit trail without staff members. */
export const RETAINED_AFTER_SHOP_ERASURE = ["suppression", "audit_entry"] as const;

const KEPT_UNTIL_THE_END: readonly string[] = [...RETAINED_AFTER_SHOP_ERASURE, "shop"];
const SLICE_ROWS = 5_000;

/**
 * Erases a shop 48 hours after the uninstall, even when the uninstall webhook was lost. Runs in
 * slices, so that a large shop blocks no other, and resumes after an interruption.
 *
 * @param requestKey the webhook's id, whose own inbox row stays until it is settled
 */
export async function eraseShop(
  shopId: ShopId,
  { requestKey }: { readonly requestKey: string },
  { db, now }: Deps,
): Promise<ShopErasure> {
  const tables = await listShopTables(db);
  for (const table of tables.filter((it) => !KEPT_UNTIL_THE_END.includes(it))) {
    const onlyErasable =
      table === "inbox_entry" ? Prisma.sql`and webhook_id <> ${requestKey}` : Prisma.empty;
    const name = Prisma.raw(`"${table}"`);
    let deleted: number | null;
    do {
      deleted = await db.$transaction(async (tx) => {
        if (await isThere(tx, shopId)) return null;
        return tx.$executeRaw`
          delete from ${name} where ctid = any(array(
            select ctid from ${name} where shop_id = ${shopId} ${onlyErasable} limit ${SLICE_ROWS}))`;
      });
      if (deleted === null) return { kind: "kept", reason: "installed" };
    } while (deleted === SLICE_ROWS);
  }
  await db.$transaction(async (tx) => {
    await tx.suppression.updateMany({
      where: { shopId },
      data: { sealedAddress: null, note: null },
    });
    await tx.auditEntry.deleteMany({ where: { shopId, action: { in: [...EXPIRING_ACTIONS] } } });
    await tx.auditEntry.updateMany({ where: { shopId }, data: { staffId: null } });
    await tx.shop.deleteMany({
      where: { shopId, OR: [{ uninstalledAt: { not: null } }, { accessLostAt: { not: null } }] },
    });
    await recordAudit(tx, shopId, {
      auditId: `shop-erased/${requestKey}`,
      at: now(),
      actor: "shopify",
      action: "shop_erased",
      detail: {},
    });
  });
  return { kind: "erased" };
}

/**
 * Whether the app is installed, checked in each slice: the merchant may reinstall meanwhile. The
 * lock prevents that until the slice ends.
 */
async function isThere(tx: Tx, shopId: ShopId): Promise<boolean> {
  const [shop] = await tx.$queryRaw<{ hasLeft: boolean }[]>`
    select uninstalled_at is not null or access_lost_at is not null as "hasLeft"
    from shop where shop_id = ${shopId} for update`;
  return shop !== undefined && !shop.hasLeft;
}

/** The tables with rows of shops: one that refers to another comes before it, so that nothing cascades. */
export async function listShopTables(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ table: string; refersTo: string[] }[]>`
    select class.relname::text as table,
      array(
        select target.relname::text from pg_constraint join pg_class target on target.oid = confrelid
        where conrelid = class.oid and contype = 'f' and confrelid <> conrelid) as "refersTo"
    from pg_class class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      and exists (
        select from pg_attribute
        where attrelid = class.oid and attname = 'shop_id' and not attisdropped)`;
  const remaining = new Map(rows.map(({ table, refersTo }) => [table, refersTo]));
  const ordered: string[] = [];
  while (remaining.size > 0) {
    const referredTo = new Set([...remaining.values()].flat());
    const free = [...remaining.keys()].filter((table) => !referredTo.has(table)).toSorted();
    if (free.length === 0) throw new Error("Tables refer to each other in a cycle");
    for (const table of free) remaining.delete(table);
    ordered.push(...free);
  }
  return ordered;
}
