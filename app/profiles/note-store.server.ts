import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** What a flow has noted of a customer under a name, and noted last. */
export interface CustomerNote {
  readonly name: string;
  readonly value: string;
  readonly flowId: string;
  readonly setAt: string;
}

/** What flows have noted of a customer, by name. */
export async function listNotes(
  db: Db,
  shopId: ShopId,
  profileId: string,
): Promise<CustomerNote[]> {
  const rows = await db.property.findMany({
    where: { shopId, profileId },
    orderBy: { name: "asc" },
    select: { name: true, value: true, flowId: true, setAt: true },
  });
  return rows.map(({ setAt, ...note }) => ({ ...note, setAt: setAt.toISOString() }));
}

const MOST_NAMES = 100;

/** The names under which flows have noted something of any customer. */
export async function listNoteNames(db: Db, shopId: ShopId): Promise<string[]> {
  const rows = await db.property.findMany({
    where: { shopId },
    distinct: ["name"],
    orderBy: { name: "asc" },
    take: MOST_NAMES,
    select: { name: true },
  });
  return rows.map(({ name }) => name);
}
