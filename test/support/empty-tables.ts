/** Rows that migrations and the start of a queue create in an empty database. */
const RETAINED = ["_prisma_migrations", "version", "queue"];

/**
 * Deletes every row of the app and its queue, in any order since references cascade, and resets the sequences. Faster
 * than truncating, since most tables are empty.
 */
export async function emptyTables(execute: (sql: string) => Promise<unknown>): Promise<void> {
  await execute(`
    do $$
    declare it record;
    begin
      for it in
        select schemaname, tablename from pg_tables
        where schemaname in ('public', 'pgboss') and tablename not in (${RETAINED.map((name) => `'${name}'`).join(", ")})
      loop
        execute format('delete from %I.%I', it.schemaname, it.tablename);
      end loop;
      perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
        from pg_sequences where last_value is not null and schemaname in ('public', 'pgboss');
    end $$`);
}
