import type { Db } from "~/db.server";
import { COUNTED_DAYS, MIN_LIFE_HOURS, RIPE_DAYS } from "~/experiments/optimization/trial-limits";
import type { ShopId } from "~/lib/shop-id";

/** Results of one variant: sent emails, and those with a human click. */
export interface VariantResult {
  readonly variant: string;
  readonly sends: number;
  readonly clicks: number;
}

/** Results of one variant of an email's experiment. */
export interface MessageVariantResult extends VariantResult {
  readonly flowId: string;
  readonly stepId: string;
  readonly kind: string;
}

/** Counts emails and human clicks by variant. */
export async function countVariantResults(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<MessageVariantResult[]> {
  return db.$queryRaw<MessageVariantResult[]>`
    select message.flow_id as "flowId", message.step_id as "stepId", drawn.kind, drawn.variant,
      count(*)::int as sends,
      count(*) filter (where exists (
        select 1 from engagement_event
        where engagement_event.shop_id = ${shopId} and engagement_event.message_id = message.message_id
          and engagement_event.kind = 'click' and engagement_event.classification = 'human'))::int as clicks
    from message_status message
    join message_variant drawn
      on drawn.shop_id = message.shop_id and drawn.message_id = message.message_id
    where message.shop_id = ${shopId} and message.flow_id is not null and message.step_id is not null
      and message.sent_at > ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS})
      and message.sent_at <= ${now}::timestamptz - make_interval(days => ${RIPE_DAYS})
    group by 1, 2, 3, 4
    order by 1, 2, 3, 4`;
}

/** Share of the profiles emailed in the counted days who received this email, or without a step a campaign, in [0, 1]. */
export async function measureReach(
  db: Db,
  shopId: ShopId,
  { flowId, stepId }: { readonly flowId: string | null; readonly stepId: string | null },
  now: Date,
): Promise<number> {
  const [row] = await db.$queryRaw<{ reach: number | null }[]>`
    select count(distinct profile_id) filter (
        where flow_id is not distinct from ${flowId}::text and step_id is not distinct from ${stepId}::text)::float8
      / nullif(count(distinct profile_id), 0) as reach
    from message_status
    where shop_id = ${shopId}
      and sent_at > ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS})`;
  return row?.reach ?? 1;
}

/** An email that was sent often. */
export interface FrequentEmail {
  readonly flowId: string;
  readonly stepId: string;
  readonly sends: number;
  /** Intent of the latest one. */
  readonly intent: unknown;
}

export async function listFrequentEmails(
  db: Db,
  shopId: ShopId,
  { minSends: minSends, now }: { readonly minSends: number; readonly now: Date },
): Promise<FrequentEmail[]> {
  return db.$queryRaw<FrequentEmail[]>`
    select flow_id as "flowId", step_id as "stepId",
      count(*)::int as sends,
      (array_agg(intent order by sent_at desc))[1] as intent
    from message_status
    where shop_id = ${shopId} and flow_id is not null and step_id is not null
      and sent_at > ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS})
    group by 1, 2
    having count(*) >= ${minSends}::int
    order by 1, 2`;
}

/** Emails sent often to profiles whose best send time is learned from their own behavior. */
export async function listEmailsWithHours(
  db: Db,
  shopId: ShopId,
  { minSends: minSends, now }: { readonly minSends: number; readonly now: Date },
): Promise<Pick<FrequentEmail, "flowId" | "stepId" | "sends">[]> {
  return db.$queryRaw`
    select message.flow_id as "flowId", message.step_id as "stepId", count(*)::int as sends
    from message_status message
    join prediction on prediction.shop_id = message.shop_id
      and prediction.profile_id = message.profile_id
    where message.shop_id = ${shopId} and message.flow_id is not null and message.step_id is not null
      and message.sent_at > ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS})
      and message.expires_at - message.planned_at >= make_interval(hours => ${MIN_LIFE_HOURS})
      and prediction.best_hour is not null and prediction.detail->'bestHour'->>'grade' <> 'D'
    group by 1, 2
    having count(*) >= ${minSends}::int
    order by 1, 2`;
}
