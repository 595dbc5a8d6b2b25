import { CLOSED_COLUMNS } from "./closed-columns.server";

const COLUMNS = Object.entries(CLOSED_COLUMNS).flatMap(([table, columns]) =>
  Object.entries(columns).map(([column, values]) => ({
    table,
    column,
    name: `${table}_${column}_closed_set`,
    values,
  })),
);

/** An SQL literal. No value here contains a quote. */
const text = (value: string) => `'${value}'`;
const listed = (values: readonly string[]) => `array[${values.map(text).join(", ")}]`;

/**
 * Gives each closed column its CHECK constraint, and replaces one whose values have changed. A null passes: the
 * schema says whether there may be one. Existing rows are not read here, because that would lock a large table for long.
 */
export const CHECKS = `
do $$
declare
  it record;
begin
  perform pg_advisory_xact_lock(hashtextextended('kindred policies', 0));

  for it in
    select conrelid::regclass as relation, conname from pg_constraint
    where contype = 'c' and conname like '%\\_closed\\_set'
      and conname <> all(${listed(COLUMNS.map(({ name }) => name))})
  loop
    execute format('alter table %s drop constraint %I', it.relation, it.conname);
  end loop;

  for it in
    with wanted as (
      select class.oid as relation, given.name,
        -- As the database itself spells it, so that the two can be compared.
        format(
          case when attribute.atttypid = 'text[]'::regtype
            then 'CHECK ((%I <@ ARRAY[%s]))' else 'CHECK ((%I = ANY (ARRAY[%s])))' end,
          given.attribute,
          (select string_agg(format('%L::text', value), ', ' order by place)
           from unnest(given.members) with ordinality as one (value, place))) as definition
      from (values
        ${COLUMNS.map(
          ({ table, column, name, values }) =>
            `(${[table, column, name].map(text).join(", ")}, ${listed(values)})`,
        ).join(",\n        ")}
      ) as given (relation, attribute, name, members)
      join pg_class class on class.relname = given.relation
        and class.relnamespace = 'public'::regnamespace
      join pg_attribute attribute on attribute.attrelid = class.oid
        and attribute.attname = given.attribute and not attribute.attisdropped)
    select wanted.relation::regclass as relation, wanted.name, wanted.definition, conname from wanted
    left join pg_constraint on conrelid = wanted.relation and conname = wanted.name
    where conname is null
      or replace(pg_get_constraintdef(pg_constraint.oid), ' NOT VALID', '') <> wanted.definition
  loop
    if it.conname is not null then
      execute format('alter table %s drop constraint %I', it.relation, it.conname);
    end if;
    execute format('alter table %s add constraint %I %s not valid', it.relation, it.name, it.definition);
  end loop;
end $$`;

/** Compares the rows that a new constraint finds, under a lock that lets others write. */
export const CHECK_ROWS = `
do $$
declare
  it record;
begin
  for it in
    select conrelid::regclass as relation, conname from pg_constraint
    where contype = 'c' and conname like '%\\_closed\\_set' and not convalidated
  loop
    execute format('alter table %s validate constraint %I', it.relation, it.conname);
  end loop;
end $$`;
