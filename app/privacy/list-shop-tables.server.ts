import type { Db } from "~/db.server";

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
