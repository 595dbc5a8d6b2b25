import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** Since when emails are counted; the numbers of earlier ones are final, because retention may delete those emails. */
export interface CountedSince {
  /** The start of the day, in the time zone that the shop had then. */
  readonly at: Date;
  /** YYYY-MM-DD */
  readonly day: string;
}

/** @returns null: everything is counted */
export async function findCountedSince(db: Db, shopId: ShopId): Promise<CountedSince | null> {
  const row = await db.historyRetention.findUnique({
    where: { shopId },
    select: { countedFrom: true, countedDay: true },
  });
  if (!row?.countedFrom || !row.countedDay) return null;
  return { at: row.countedFrom, day: row.countedDay.toISOString().slice(0, 10) };
}
