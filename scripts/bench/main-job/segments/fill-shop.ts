import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { ROWS_OF_A_SHOP } from "./shop-rows";

const TIMEOUT_MS = 900_000;

/**
 * A shop of customers with ten events each: four emails, two clicks (one human), four views; with two visits and two
 * orders. All within a year, distributed by hashing, so that it is deterministic. Each table is filled at once in
 * order of time, as in production, and gets its indexes afterward, which takes a tenth of the time.
 */
export async function fillShop(db: PrismaClient, shopId: ShopId, customers: number): Promise<void> {
  await db.shop.create({
    data: { shopId, name: "Bench", currency: "GBP", timeZone: "UTC", installedAt: new Date() },
  });
  await db.$transaction(
    async (tx) => {
      // References are valid by construction.
      await tx.$executeRaw`set local session_replication_role = replica`;
      await tx.$executeRaw`set local maintenance_work_mem = '512MB'`;
      for (const { table, fill } of ROWS_OF_A_SHOP) {
        await withoutIndexes(tx, table, () => fill(tx, shopId, customers));
      }
    },
    { timeout: TIMEOUT_MS },
  );
  await db.$executeRaw`vacuum (analyze)`;
}

/** All except the primary key's. */
export async function withoutIndexes(
  tx: Db,
  table: string,
  fill: () => Promise<void>,
): Promise<void> {
  const indexes = await tx.$queryRaw<{ name: string; definition: string }[]>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index where indrelid = quote_ident(${table})::regclass and not indisprimary`;
  for (const { name } of indexes) await tx.$executeRawUnsafe(`drop index ${name}`);
  await fill();
  for (const { definition } of indexes) await tx.$executeRawUnsafe(definition);
}
