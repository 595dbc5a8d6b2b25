import { z } from "zod";
import type { Db } from "~/db.server";
import { ExperimentKind } from "~/experiments/optimization/experiment";
import { costOfLostSubscriber } from "~/experiments/policy/lost-subscriber";
import type { PolicyCell, PolicyEconomics } from "~/experiments/policy/policy-input";
import { loadOfferSettings } from "~/experiments/offers/load-offer-settings.server";
import { measureMarginRate } from "~/experiments/offers/margin-rate.server";
import type { ShopId } from "~/lib/shop-id";
import { FREQUENCY_GROUPS } from "~/predictions/history/email-habits";
import { orderMarginSql } from "~/profiles/line-value-sql.server";
import { isSaleSql } from "~/profiles/order-standing-sql.server";
import { COUNTED_DAYS, RIPE_DAYS } from "~/experiments/optimization/trial-limits";
import { measureUsualOrder } from "../forecast/flow-forecast-store.server";

/** A click's value is the net margin of what the profile orders in this many days after it. */
const VALUED_DAYS = 30;
/** Values of clicks above this percentile of those with an order count as it. */
const WINSORIZED_AT = 0.95;

interface CellRow extends Omit<PolicyCell, "email" | "variants"> {
  readonly flowId: string;
  readonly stepId: string;
  readonly variants: unknown;
}

const DrawnVariants = z.partialRecord(ExperimentKind, z.string());

/** Stands for the emails without a draw, which no experiment is about. */
const UNDRAWN = "undrawn";

/** Names an email in the policy. */
export const policyEmailOf = (email: {
  readonly flowId: string | null;
  readonly stepId: string | null;
}) => `${email.flowId}/${email.stepId}`;

/**
 * Counts emails, human clicks, unsubscribes and the net margin after clicks, by step, recipient group and drawn
 * variants. Emails without a draw were not part of a test, and their group is unknown: they only count for the shop.
 */
export async function countPolicyCells(db: Db, shopId: ShopId, now: Date): Promise<PolicyCell[]> {
  const { marginPercent } = await loadOfferSettings(db, shopId);
  const rows = await db.$queryRaw<CellRow[]>`
    with email as (
      select message.message_id, message.profile_id, message.flow_id, message.step_id,
        max(drawn.recipient_group) as recipient_group,
        coalesce(jsonb_object_agg(drawn.kind, drawn.variant) filter (where drawn.kind is not null),
          '{}'::jsonb) as variants
      from message_status message
      left join message_variant drawn
        on drawn.shop_id = message.shop_id and drawn.message_id = message.message_id
        -- Discounts are decided by margin, apart from the rest.
        and drawn.kind not in ('offer', 'discount')
      where message.shop_id = ${shopId} and message.flow_id is not null and message.step_id is not null
        and message.sent_at > ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS})
        and message.sent_at <= ${now}::timestamptz - make_interval(days => ${RIPE_DAYS})
      group by 1, 2, 3, 4),
    click as (
      select email.message_id, email.profile_id, min(engagement_event.occurred_at) as at
      from email join engagement_event on engagement_event.shop_id = ${shopId}
        and engagement_event.message_id = email.message_id
        and engagement_event.kind = 'click' and engagement_event.classification = 'human'
      group by 1, 2),
    gone as (
      select distinct payload->>'messageId' as message_id from event
      where shop_id = ${shopId} and kind = 'email_unsubscribed'
        and occurred_at > ${now}::timestamptz - make_interval(days => ${COUNTED_DAYS})),
    spent as (
      select click.message_id,
        coalesce(sum(${orderMarginSql(marginPercent / 100)}), 0)::float8 as net
      from click left join "order" on "order".shop_id = ${shopId}
        and "order".profile_id = click.profile_id and "order".placed_at > click.at
        and "order".placed_at <= click.at + make_interval(days => ${VALUED_DAYS})
        and ${isSaleSql()}
        and "order".currency = (select currency from shop where shop_id = ${shopId})
      where click.at <= ${now}::timestamptz - make_interval(days => ${VALUED_DAYS})
      group by 1),
    cap as (
      select percentile_disc(${WINSORIZED_AT}) within group (order by net) as most
      from spent where net > 0),
    valued as (
      select message_id, least(net, coalesce((select most from cap), net)) as net from spent)
    select flow_id as "flowId", step_id as "stepId",
      coalesce(recipient_group, ${FREQUENCY_GROUPS.new})::int as "group", variants,
      count(*)::int as sends, count(click.message_id)::int as clicks,
      count(gone.message_id)::int as unsubscribes, count(valued.message_id)::int as valued,
      coalesce(sum(valued.net), 0)::float8 as net,
      coalesce(sum(valued.net * valued.net), 0)::float8 as "netSquared"
    from email
    left join click using (message_id)
    left join gone using (message_id)
    left join valued using (message_id)
    group by 1, 2, 3, 4
    order by 1, 2, 3, 4`;
  return rows.map(({ flowId, stepId, variants: stored, ...counts }) => {
    const variants = DrawnVariants.parse(stored);
    const isDrawn = Object.keys(variants).length > 0;
    return { ...counts, variants, email: isDrawn ? policyEmailOf({ flowId, stepId }) : UNDRAWN };
  });
}

/** Share of clicks that lead to an order, before the shop's own are counted. */
const USUAL_ORDERS = 0.05;
/** Assumed loss rate of an email before the shop's own is known, with its weight in emails. */
const USUAL_LOSS = { rate: 0.002, emails: 500 };
const EMAILED_DAYS = 28;
const DAY_MS = 86_400_000;

/** What a click and a subscriber are worth, from the shop's orders and emails; net margin in minor units. */
export async function readPolicyEconomics(
  db: Db,
  shopId: ShopId,
  cells: readonly PolicyCell[],
  now: Date,
): Promise<PolicyEconomics> {
  const since = new Date(now.getTime() - COUNTED_DAYS * DAY_MS);
  const usualOrder = await measureUsualOrder(db, shopId, { since, now });
  const marginRate = await measureMarginRate(db, shopId, { since, now });
  const [row] = await db.$queryRaw<{ perPerson: number | null }[]>`
    select count(*)::float8 / nullif(count(distinct profile_id), 0) as "perPerson"
    from message_status
    where shop_id = ${shopId} and sent_at <= ${now}::timestamptz
      and sent_at > ${now}::timestamptz - make_interval(days => ${EMAILED_DAYS})`;
  // Without an order the currency's unit stands for the value: all of it is then relative.
  const clickValue = Math.max(1, USUAL_ORDERS * usualOrder * marginRate);
  const sum = (of: (cell: PolicyCell) => number) => cells.reduce((all, it) => all + of(it), 0);
  const sends = sum((it) => it.sends);
  const lossRate =
    (sum((it) => it.unsubscribes) + USUAL_LOSS.rate * USUAL_LOSS.emails) /
    (sends + USUAL_LOSS.emails);
  return {
    clickValue,
    lostSubscriber: costOfLostSubscriber({
      netPerEmail: sends > 0 ? (sum((it) => it.clicks) / sends) * clickValue : 0,
      emailsPer28Days: row?.perPerson ?? 1,
      lossRate,
    }),
  };
}
