import { ACROSS_ROLE, SHOP_ROLE, SHOP_SETTING } from "./db-scope.server";

/**
 * The tables that have no shop, with what a statement for one shop may do there. In all others, which the database
 * itself lists by their column, it may do anything to the rows of its shop, and nothing to others'.
 */
export const TABLES_WITHOUT_SHOP: Readonly<Record<string, readonly Privilege[]>> = {
  // An address that does not exist is none in every shop; it is kept as a keyed hash.
  bounced_address: ["select", "insert", "update", "delete"],
  // A mailbox is counted for all shops together, as a keyed hash.
  mailbox_counter: ["select", "insert", "update", "delete"],
  // The provider counts the calls of all shops together.
  mailer_account: ["select", "insert", "update"],
  // The list of sent emails is the provider's, and read once for all shops.
  timeline: ["select", "update"],
  used_key: ["select"],
  _prisma_migrations: [],
};

/** Read over all shops: whether a domain is another's. */
export const READ_ACROSS_SHOPS: readonly string[] = ["domain_owner"];

type Privilege = "select" | "insert" | "update" | "delete";
const ALL: readonly Privilege[] = ["select", "insert", "update", "delete"];
const ROLES = [SHOP_ROLE, ACROSS_ROLE];

/** A literal of SQL. None of what stands here has a quote. */
const text = (value: string) => `'${value}'`;
const listed = (values: readonly string[]) => `array[${values.map(text).join(", ")}]::text[]`;

/**
 * Gives each table its policies, and the roles what they may do. Done over, it changes nothing. Roles are the
 * server's, and shared by the databases on it: another may make them at the same time.
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

/** What both roles do in the queue: facts are announced in the transaction that makes them true. */
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
