/** Rows that migrations and the start of a queue create in an empty database. */
const RETAINED = ["_prisma_migrations", "version", "queue"];

/**
 * Deletes every row of the app and its queue, in any order since references cascade, and resets the sequences. Faster
 * than truncating, since most tables are empty. A table whose file is empty has never had a row.
 */
export async function emptyTables(execute: (sql: string) => Promise<unknown>): Promise<void> {
  await execute(`
    do $$
    declare it record;
    begin
      for it in
        select oid::regclass as name from pg_class
        where relkind = 'r' and pg_relation_size(oid) > 0
          and relnamespace in (select oid from pg_namespace where nspname in ('public', 'pgboss'))
          and relname not in (${RETAINED.map((name) => `'${name}'`).join(", ")})
      loop
        execute format('delete from %s', it.name);
      end loop;
      -- The deletions above mark their shops.
      delete from due;
      perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
        from pg_sequences where last_value is not null and schemaname in ('public', 'pgboss');
    end $$`);
}
