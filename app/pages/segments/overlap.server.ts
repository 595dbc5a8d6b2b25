import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** The overlap of two segments in members. */
export interface Overlap {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

/** Counts the members of both segments and of only one of them. */
export async function countOverlap(
  db: Db,
  shopId: ShopId,
  firstId: string,
  secondId: string,
): Promise<Overlap> {
  const [row] = await db.$queryRaw<Overlap[]>`
    select (count(*) filter (where one.profile_id = two.profile_id))::int as both,
      (count(*) filter (where two.profile_id is null))::int as "onlyFirst",
      (count(*) filter (where one.profile_id is null))::int as "onlySecond"
    from (select profile_id from segment_member
      where shop_id = ${shopId} and segment_id = ${firstId}) one
    full join (select profile_id from segment_member
      where shop_id = ${shopId} and segment_id = ${secondId}) two
      on two.profile_id = one.profile_id`;
  return row ?? { both: 0, onlyFirst: 0, onlySecond: 0 };
}
