import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { ShopifyOrigin } from "../members/origin";

/** A segment whose members are read at Shopify. */
export interface DueList {
  readonly segmentId: string;
  readonly origin: ShopifyOrigin;
  /** Whether its members were never read before. */
  readonly isFirst: boolean;
}

const isList = { rule: { equals: Prisma.DbNull } };

export function selectShopsWithDueLists(now: Date): Prisma.Sql {
  return Prisma.sql`
    select distinct shop_id as "shopId" from segment
    where rule is null and next_run_at <= ${now}::timestamptz`;
}

/** The list that has been due longest; `null` if none is due. */
export async function findDueList(db: Db, shopId: ShopId, now: Date): Promise<DueList | null> {
  const row = await db.segment.findFirst({
    where: { shopId, ...isList, nextRunAt: { lte: now } },
    orderBy: [{ nextRunAt: "asc" }, { segmentId: "asc" }],
    select: { segmentId: true, origin: true, evaluatedAt: true },
  });
  if (!row) return null;
  const { segmentId, origin, evaluatedAt } = row;
  return { segmentId, origin: ShopifyOrigin.parse(origin), isFirst: evaluatedAt === null };
}

export interface ListSave {
  readonly origin?: ShopifyOrigin;
  readonly evaluatedAt?: Date;
  /** When its members are read again; `null`: never. */
  readonly nextRunAt: Date | null;
}

export async function saveList(
  db: Db,
  shopId: ShopId,
  segmentId: string,
  data: ListSave,
): Promise<void> {
  await db.segment.updateMany({ where: { shopId, segmentId }, data });
}
