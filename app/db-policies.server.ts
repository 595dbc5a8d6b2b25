import { ACROSS_ROLE, SHOP_ROLE, SHOP_SETTING } from "./db-scope.server";

/**
 * The tables without a shop, with the rights of a statement for one shop. In all other tables, found by their column,
 * it has all rights to its shop's rows and none to others.
 */
export const TABLES_WITHOUT_SHOP: Readonly<Record<string, readonly Privilege[]>> = {
  // A missing address is missing in every shop; it is stored as a keyed hash.
  bounced_address: ["select", "insert", "update", "delete"],
  // A mailbox is counted across shops, as a keyed hash.
  mailbox_counter: ["select", "insert", "update", "delete"],
  // Reports about the emails of all shops arrive in one mailbox; a shop may see when it was last read.
  inbound_mailbox: ["select"],
  // The provider's rate limit covers all shops.
  mailer_account: ["select", "insert", "update"],
  // The provider's list of sent emails covers all shops.
  timeline: ["select", "update"],
  used_key: ["select"],
  _prisma_migrations: [],
};

/** Read across shops, to find whether a domain belongs to another. */
export const READ_ACROSS_SHOPS: readonly string[] = ["domain_owner"];

type Privilege = "select" | "insert" | "update" | "delete";
const ALL: readonly Privilege[] = ["select", "insert", "update", "delete"];
const ROLES = [SHOP_ROLE, ACROSS_ROLE];

/** An SQL literal. No value here contains a quote. */
const text = (value: string) => `'${value}'`;
const listed = (values: readonly string[]) => `array[${values.map(text).join(", ")}]::text[]`;

/**
 * Creates the policies of each table and the rights of the roles. Idempotent. Roles belong to the server and are
 * shared by its databases, so another process may create them concurrently.
 */
export const POLICIES = `
do $$
declare
  role text;
  it record;
begin
  perform pg_advisory_xact_lock(hashtextextended('kindred policies', 0));

  foreach role in array ${listed(ROLES)} loop
    begin
      if not exists (select from pg_roles where rolname = role) then
        begin
          execute format('create role %I nologin', role);
        exception when duplicate_object or unique_violation then null;
        end;
      end if;
      begin
        perform set_config('role', role, true);
        perform set_config('role', 'none', true);
      exception when insufficient_privilege then
        execute format('grant %I to %I', role, current_user);
      end;
    exception when insufficient_privilege then
      raise exception '% may neither create nor take the role %: see "Row-level security" in docs/deploy.md',
        current_user, role;
    end;
    execute format('grant usage on schema public to %I', role);
  end loop;

  for it in
    select oid, relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and exists (
        select from pg_attribute where attrelid = pg_class.oid and attname = 'shop_id' and not attisdropped)
      and not exists (
        select from pg_policy where polrelid = pg_class.oid and polname = 'across_shops')
  loop
    execute format('alter table %I enable row level security', it.relname);
    execute format('create policy own_shop on %I to ${SHOP_ROLE}
      using (shop_id = current_setting(''${SHOP_SETTING}'', true))', it.relname);
    execute format('create policy across_shops on %I to ${ACROSS_ROLE} using (true)', it.relname);
    if it.relname = any(${listed(READ_ACROSS_SHOPS)}) then
      execute format('create policy read_across_shops on %I for select to ${SHOP_ROLE} using (true)', it.relname);
    end if;
    execute format('grant ${ALL.join(", ")} on %I to ${ROLES.join(", ")}', it.relname);
  end loop;

  -- A view has the policies of its tables.
  for it in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v' loop
    if not has_table_privilege(${text(ACROSS_ROLE)}, format('public.%I', it.relname), 'select') then
      execute format('grant select on %I to ${ROLES.join(", ")}', it.relname);
    end if;
  end loop;

  ${Object.entries(TABLES_WITHOUT_SHOP)
    .filter(([, privileges]) => privileges.length > 0)
    .map(
      ([table, privileges]) => `
  if not has_table_privilege(${text(ACROSS_ROLE)}, ${text(`public.${table}`)}, 'select') then
    grant ${privileges.join(", ")} on ${table} to ${SHOP_ROLE};
    grant ${ALL.join(", ")} on ${table} to ${ACROSS_ROLE};
  end if;`,
    )
    .join("")}

  for it in select sequencename from pg_sequences where schemaname = 'public' loop
    if not has_sequence_privilege(${text(ACROSS_ROLE)}, format('public.%I', it.sequencename), 'usage') then
      execute format('grant usage on sequence %I to ${ROLES.join(", ")}', it.sequencename);
    end if;
  end loop;
end $$`;

/** Queue rights of both roles: a fact is announced in the transaction that records it. */
export const QUEUE_GRANTS = `
do $$
declare it record;
begin
  perform pg_advisory_xact_lock(hashtextextended('kindred policies', 0));
  if not has_schema_privilege(${text(ACROSS_ROLE)}, 'pgboss', 'usage') then
    grant usage on schema pgboss to ${ROLES.join(", ")};
  end if;
  for it in select tablename from pg_tables where schemaname = 'pgboss' loop
    if not has_table_privilege(${text(ACROSS_ROLE)}, format('pgboss.%I', it.tablename), 'insert') then
      execute format('grant select, insert, update on pgboss.%I to ${ROLES.join(", ")}', it.tablename);
    end if;
  end loop;
end $$`;
