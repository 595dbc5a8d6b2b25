import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { ACROSS_ROLE, SHOP_ROLE } from "~/db-scope.server";
import type { Db } from "~/db.server";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";

/*
 * A fence keeps a cell from working for a shop. It is policies of the cell's tables, so it holds for every statement of
 * every process, whatever the process remembers, and costs nothing while no shop is moved. Creating a policy waits for
 * the transactions that use the table: none of them can write to it afterward. The owner of the tables, who moves the
 * shop, is not subject to policies.
 */

/** What a fence refuses. */
type FenceKind =
  /** New leases. Work that has begun can be settled. */
  | "leases"
  /** All writes. Statements across shops see nothing of the shop, so nothing of it is due. */
  | "writes"
  /** A new installation. It stays after a move, and also stops a router that has missed the move. */
  | "installation";

/** Longer than a second, after which PostgreSQL ends an automatic vacuum that is in the way. */
const LOCK_TIMEOUT = "2s";
const LOCK_ATTEMPTS = 60;
const LOCK_NOT_AVAILABLE = "55P03";

/** Creates what a fence lacks. Each table is locked for an instant, and on its own. */
export async function raiseFence(
  db: Db,
  shopId: ShopId,
  kind: FenceKind,
  tables: readonly string[],
): Promise<void> {
  const prefix = prefixOf(shopId);
  const has = new Set(
    (await listFences(db, shopId)).map(({ table, policy }) => `${table} ${policy}`),
  );
  const policies = policiesOf(kind, shopId);
  for (const table of tables) {
    const missing = policies.filter(({ name }) => !has.has(`${table} ${prefix}${name}`));
    if (missing.length === 0) continue;
    await lockBriefly(
      db,
      missing.map(
        ({ name, rule }) =>
          `create policy "${prefix}${name}" on "${table}" as restrictive ${rule};`,
      ),
    );
  }
}

/** Removes a shop's fences, all or all but the one against a new installation. */
export async function liftFences(
  db: Db,
  shopId: ShopId,
  { refusesInstallation }: { readonly refusesInstallation: boolean },
): Promise<void> {
  const kept = refusesInstallation ? `${prefixOf(shopId)}installation` : null;
  if (refusesInstallation) await raiseFence(db, shopId, "installation", ["shop"]);
  const byTable = Map.groupBy(await listFences(db, shopId), ({ table }) => table);
  for (const [table, fences] of byTable) {
    const dropped = fences.filter(({ policy }) => policy !== kept);
    if (dropped.length === 0) continue;
    await lockBriefly(
      db,
      dropped.map(({ policy }) => `drop policy if exists "${policy}" on "${table}";`),
    );
  }
}

/** Waits until no worker of the cell has work of the shop: a lease that is not settled ends by itself. */
export async function waitForLeases(
  db: Db,
  shopId: ShopId,
  tables: readonly string[],
  now: () => Date,
): Promise<void> {
  const open = tables
    .map(
      (table) =>
        `exists (select from "${table}" where shop_id = $1 and lease_until > $2::timestamptz)`,
    )
    .join(" or ");
  for (;;) {
    const [found] = await db.$queryRawUnsafe<{ isOpen: boolean }[]>(
      `select ${open} as "isOpen"`,
      shopId,
      now(),
    );
    if (!found?.isOpen) return;
    await pause(LEASE_POLL_MS);
  }
}
const LEASE_POLL_MS = 250;

/** The tables whose rows are leased by workers. */
export async function listLeasedTables(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ table: string }[]>`
    select relname::text as table from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and (
      select count(*) from pg_attribute
      where attrelid = pg_class.oid and attname in ('shop_id', 'lease_until') and not attisdropped) = 2
    order by 1`;
  return rows.map(({ table }) => table);
}

// A shop's name may be longer than a policy's.
const prefixOf = (shopId: ShopId) =>
  `moved_${createHash("sha256").update(shopId).digest("hex").slice(0, 16)}_`;

function policiesOf(kind: FenceKind, shopId: ShopId): { name: string; rule: string }[] {
  const isOther = `shop_id <> '${shopId}'`;
  const isUnleased = `${isOther} or lease_until is null`;
  const roles = `${SHOP_ROLE}, ${ACROSS_ROLE}`;
  switch (kind) {
    case "leases":
      return [
        { name: "leases", rule: `for update to ${roles} using (true) with check (${isUnleased})` },
        { name: "leased", rule: `for insert to ${roles} with check (${isUnleased})` },
      ];
    case "writes":
      return [
        { name: "across", rule: `to ${ACROSS_ROLE} using (${isOther})` },
        // An error rather than a write that finds no row, which would pass for done.
        { name: "writes", rule: `to ${SHOP_ROLE} using (true) with check (${isOther})` },
        { name: "deletes", rule: `for delete to ${SHOP_ROLE} using (${isOther})` },
      ];
    case "installation":
      return [{ name: "installation", rule: `for insert to ${roles} with check (${isOther})` }];
  }
}

async function listFences(db: Db, shopId: ShopId): Promise<{ table: string; policy: string }[]> {
  return db.$queryRaw<{ table: string; policy: string }[]>`
    select tablename::text as table, policyname::text as policy from pg_policies
    where schemaname = 'public' and starts_with(policyname::text, ${prefixOf(shopId)})`;
}

/** Statements that lock a table, in one transaction. Requests of other shops wait behind it for the time-out at most. */
async function lockBriefly(db: Db, statements: readonly string[]): Promise<void> {
  const together = `do $$ begin
    perform set_config('lock_timeout', '${LOCK_TIMEOUT}', true);
    ${statements.join("\n    ")}
  end $$`;
  for (let attempt = 1; ; attempt++) {
    try {
      await db.$executeRawUnsafe(together);
      return;
    } catch (error) {
      if (!String(error).includes(LOCK_NOT_AVAILABLE)) throw error;
      if (attempt === LOCK_ATTEMPTS) {
        throw new AppError("unavailable", "A long transaction holds a table of the cell", {
          cause: error,
        });
      }
      await pause(LEASE_POLL_MS);
    }
  }
}
