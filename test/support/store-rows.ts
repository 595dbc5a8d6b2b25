import type { PrismaClient } from "~/generated/prisma/client";

/**
 * Copies all rows of the database, so that each test of a file begins with the rows stored before the first. For
 * files whose rows take long to create; others empty the tables and store them again.
 *
 * @returns restores the rows
 */
export async function storeRows(db: PrismaClient): Promise<() => Promise<void>> {
  const [{ stored }] = await db.$queryRaw<[{ stored: string }]>`
    select 'kept_' || count(*) as stored from pg_namespace where nspname like 'kept\\_%'`;
  // A table whose file is empty has never had a row.
  const forEachTable = (sql: string) => `
    for name in select relname from pg_class
      where relkind = 'r' and relnamespace = current_schema()::regnamespace
        and relname not like '\\_%' and pg_relation_size(oid) > 0
    loop ${sql} end loop;`;
  await db.$executeRawUnsafe(`
    do $$
    declare name text; has_rows boolean;
    begin
      create schema ${stored};
      ${forEachTable(`
        execute format('select exists (table %I)', name) into has_rows;
        if has_rows then execute format('create table ${stored}.%I as table %I', name, name); end if;`)}
    end $$`);
  // A table with references is filled after the referenced ones.
  const restore = `
    do $$
    declare
      name text;
      missing text[] := array(select tablename from pg_tables where schemaname = '${stored}');
    begin
      ${forEachTable("execute format('delete from %I', name);")}
      while missing <> '{}' loop
        foreach name in array missing loop
          begin
            execute format('insert into %I overriding system value table ${stored}.%I', name, name);
            missing := array_remove(missing, name);
          exception when foreign_key_violation then null;
          end;
        end loop;
      end loop;
    end $$`;
  return async () => {
    await db.$executeRawUnsafe(restore);
  };
}
