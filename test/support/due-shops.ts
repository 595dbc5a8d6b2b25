import type { Db } from "~/db.server";
import type { Prisma } from "~/generated/prisma/client";
import { listDueShops } from "~/jobs/due-shops.server";
import type { Job } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";

/** The shops that a search for due shops selects, in alphabetical order. */
export async function readDueShops(db: Db, due: Prisma.Sql): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: ShopId }[]>(due);
  return rows.map(({ shopId }) => shopId).sort();
}

/** The shops that the sweep finds due for a job. */
export async function dueShopsOf(
  job: Pick<Job<object>, "name" | "selectDueShops">,
  db: Db,
  now: Date,
): Promise<ShopId[]> {
  return (await listDueShops(db, [job], now)).map(({ shopId }) => shopId);
}
