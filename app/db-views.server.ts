/**
 * What Prisma's schema language cannot say, created after the migrations. A migration that changes a column of a view
 * drops the view first.
 *
 * `message_status` is the only place that knows where the state of a message is stored: in `message_sending` until
 * the message ends, then in `message_outcome`. A statement that uses no column of a joined table does not read that
 * table. A condition on `next_run_at` or `sent_at` uses the index of the table that has it.
 */
export const VIEWS = `
do $$
begin
  perform pg_advisory_xact_lock(hashtextextended('kindred policies', 0));
  if to_regclass('message_status') is not null then return; end if;

  create view message_status with (security_invoker = true) as
  select m.shop_id, m.message_id, m.enrollment_id, m.flow_id, m.flow_version, m.step_id, m.campaign_id, m.variant,
    m.profile_id, m.planned_at, coalesce(s.expires_at, m.expires_at) as expires_at, m.intent, m.in_baseline,
    coalesce(o.state, s.state) as state, coalesce(o.reason, s.reason) as reason,
    coalesce(o.decision, s.decision) as decision, s.next_run_at, s.lease_until,
    coalesce(s.failures, 0) as failures, coalesce(o.attempts, s.attempts) as attempts,
    coalesce(o.batch_id, s.batch_id) as batch_id, coalesce(o.attempted_at, s.attempted_at) as attempted_at,
    o.sent_at, coalesce(o.provider_id, s.provider_id) as provider_id,
    coalesce(o.delivery_state, s.delivery_state) as delivery_state,
    c.sealed_email, c.sealed_body, c.template_hash, c.email_index, coalesce(c.picks, '[]') as picks, c.link_count
  from message m
  left join message_sending s on s.shop_id = m.shop_id and s.message_id = m.message_id
  left join message_outcome o on o.shop_id = m.shop_id and o.message_id = m.message_id
  left join message_content c on c.shop_id = m.shop_id and c.message_id = m.message_id;

  -- Leaves room for HOT updates.
  alter table message_sending set (fillfactor = 50);
  alter table enrollment set (fillfactor = 85);
end $$`;
