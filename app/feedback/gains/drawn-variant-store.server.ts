import type { Db } from "~/db.server";
import { OWN_VARIANT, type ExperimentKind } from "~/experiments/optimization/experiment";
import { COUNTED_DAYS, RIPE_DAYS } from "~/experiments/optimization/trial-limits";
import type { ShopId } from "~/lib/shop-id";
import { isSaleSql } from "~/profiles/order-standing-sql.server";
import { countPeople } from "../optimizer/variant-revenue.server";
import type { SpentAfter } from "./estimate-gain";

/** How long after an email an order counts for its recipient, clicked or not. */
const SPENDING_DAYS = 7;

interface OfEmail {
  readonly kind: ExperimentKind;
  /** null: campaigns. */
  readonly flowId: string | null;
  readonly stepId: string | null;
}

/** How a variant of an email was used in the counted days. */
export interface DrawnVariant extends OfEmail {
  readonly variant: string;
  readonly customers: number;
  /** Emails that are old enough for their clicks to be counted, and those with a human click. */
  readonly emails: number;
  readonly clicks: number;
  readonly since: Date;
}

/** Counts the customers, emails and clicks of each variant that was drawn. */
export async function listDrawnVariants(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<DrawnVariant[]> {
  return db.$queryRaw<DrawnVariant[]>`
    with drawn as (
      select message.message_id, message.flow_id, message.step_id, message.profile_id, message.sent_at,
        message.sent_at <= ${now}::timestamptz - make_interval(days => ${RIPE_DAYS}::int) as is_ripe,
        variant.kind, variant.variant
      from message_status message
      join message_variant variant
        on variant.shop_id = message.shop_id and variant.message_id = message.message_id
      where message.shop_id = ${shopId} and variant.kind <> 'discount'
        and message.sent_at > ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS}::int)
        and message.sent_at <= ${now}::timestamptz)
    select kind, flow_id as "flowId", step_id as "stepId", variant,
      count(distinct profile_id)::int as customers,
      count(*) filter (where is_ripe)::int as emails,
      count(*) filter (where is_ripe and exists (
        select 1 from engagement_event
        where engagement_event.shop_id = ${shopId} and engagement_event.message_id = drawn.message_id
          and engagement_event.kind = 'click' and engagement_event.classification = 'human'))::int as clicks,
      min(sent_at) as since
    from drawn group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
}

/** What was spent after the emails of an experiment with one setting and probability. */
export interface SpentAfterEmails extends OfEmail, SpentAfter {}

/**
 * Sums what recipients spent in the seven days after an email, whether they clicked or not, by the drawn setting. Credit by
 * clicks would favor the setting that gets more clicks, even if nothing more is bought.
 */
export async function sumSpentAfterEmails(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<SpentAfterEmails[]> {
  return db.$queryRaw<SpentAfterEmails[]>`
    with sent as (
      select message_id, flow_id, step_id, profile_id, sent_at from message_status message
      where shop_id = ${shopId} and flow_id is not null and step_id is not null
        and sent_at > ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS}::int)
        and sent_at <= ${now}::timestamptz - make_interval(days => ${SPENDING_DAYS}::int)
        and exists (
          select 1 from message_variant
          where message_variant.shop_id = ${shopId} and message_variant.message_id = message.message_id))
    , spent as (
      select sent.*, coalesce(sum("order".total_minor - "order".refunded_minor), 0)::float8 as net
      from sent left join "order"
        on "order".shop_id = ${shopId} and "order".profile_id = sent.profile_id
        and "order".placed_at > sent.sent_at
        and "order".placed_at <= sent.sent_at + make_interval(days => ${SPENDING_DAYS}::int)
        and ${isSaleSql()}
        and "order".currency = (select currency from shop where shop_id = ${shopId})
      group by sent.message_id, sent.flow_id, sent.step_id, sent.profile_id, sent.sent_at)
    select variant.kind, spent.flow_id as "flowId", spent.step_id as "stepId",
      variant.variant = ${OWN_VARIANT} as "isOwn",
      case when variant.variant = ${OWN_VARIANT} then variant.rate else 0 end as rate,
      count(*)::int as count, count(*) filter (where spent.net > 0)::int as buyers,
      sum(spent.net)::float8 as sum, sum(spent.net ^ 2)::float8 as "sumOfSquares"
    from spent join message_variant variant
      on variant.shop_id = ${shopId} and variant.message_id = spent.message_id
    -- Without a choice there is nothing to compare.
    where variant.rate < 1
      -- What a discount earns is margin, not revenue.
      and variant.kind not in ('offer', 'discount')
    group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`;
}

/** How near a shop is to its first tests. */
export interface TestProgress {
  /** Emails of flows in the counted days. */
  readonly sent: number;
  /** People emailed in 28 days. */
  readonly people: number;
}

/** Counts what decides when the first tests start. */
export async function countTestProgress(db: Db, shopId: ShopId, now: Date): Promise<TestProgress> {
  const [rows, people] = await Promise.all([
    db.$queryRaw<{ sent: number }[]>`
      select count(*)::int as sent from message_status
      where shop_id = ${shopId} and flow_id is not null and step_id is not null
        and sent_at > ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS}::int)`,
    countPeople(db, shopId, now),
  ]);
  return { sent: rows[0]?.sent ?? 0, people };
}
