/**
 * The tables that the searches of jobs for due shops read. A change in one of them has the sweep look at its shop, by a
 * trigger: no code that writes has to think of it.
 */
export const TABLES_WITH_DUE_MARKS: readonly string[] = [
  "audience_forecast",
  "audit_entry",
  "auto_pause",
  "backfill",
  "campaign",
  "cursor",
  "customer_import",
  "discount",
  "discount_code",
  "email_batch",
  "engagement_event",
  "enrollment",
  "event",
  "experiment",
  "field_sync",
  "flow",
  "flow_action",
  "flow_version",
  "history_retention",
  "inbox_entry",
  "lift_count",
  "marketing_activity",
  "message",
  "message_sending",
  "metafield_reading",
  "model",
  "opt_in_request",
  "order",
  "outgoing_webhook",
  "pixel_account",
  "prediction",
  "product",
  "reconciliation",
  "report_rollup_queue",
  "schedule",
  "segment",
  "sending_domain",
  "settings",
  "shop",
  "shop_plan",
  "shop_restore",
  "suppression",
  "system_email",
  "training_run",
  "variant",
  "webhook_endpoint",
];

/** The same for tables without a shop. */
export const TABLES_OF_FIRST_SHOP: readonly string[] = ["mailbox_counter"];

const text = (value: string) => `'${value}'`;
const listed = (values: readonly string[]) => `array[${values.map(text).join(", ")}]::text[]`;

/**
 * Creates the triggers that add rows to `due`. Idempotent. A change costs one row for each transaction and shop: the
 * trigger's condition is false once the setting names the shop. A savepoint that is rolled back undoes both.
 */
export const DUE_MARKS = `
do $marks$
declare
  it text;
  event text;
begin
  perform pg_advisory_xact_lock(hashtextextended('kindred policies', 0));

  create or replace function mark_due() returns trigger language plpgsql as $$
  declare
    shop text := case when tg_op = 'DELETE' then old.shop_id else new.shop_id end;
  begin
    -- A statement with many rows queues all of them before the first one is marked.
    if shop is distinct from current_setting('kindred.due', true) then
      insert into public.due (shop_id, due_at) values (shop, '-infinity');
      perform set_config('kindred.due', shop, true);
    end if;
    return null;
  end $$;

  -- A statement for one shop sees only that shop.
  create or replace function mark_first_due() returns trigger language plpgsql
    security definer set search_path = public, pg_temp as $$
  begin
    insert into due (shop_id, due_at)
    select min(shop_id), '-infinity' from shop having min(shop_id) is not null;
    return null;
  end $$;

  foreach it in array ${listed(TABLES_WITH_DUE_MARKS)} loop
    foreach event in array array['new', 'old'] loop
      if not exists (
        select from pg_trigger where tgrelid = format('public.%I', it)::regclass and tgname = 'due_' || event)
      then
        execute format(
          'create trigger %I after %s on %I for each row
            when (%s.shop_id is distinct from current_setting(''kindred.due'', true)) execute function mark_due()',
          'due_' || event, case event when 'new' then 'insert or update' else 'delete' end, it, event);
      end if;
    end loop;
  end loop;
  foreach it in array ${listed(TABLES_OF_FIRST_SHOP)} loop
    if not exists (
      select from pg_trigger where tgrelid = format('public.%I', it)::regclass and tgname = 'due_first')
    then
      execute format(
        'create trigger due_first after insert or update on %I for each statement execute function mark_first_due()', it);
    end if;
  end loop;
end $marks$`;
