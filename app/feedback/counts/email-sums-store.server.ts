import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { EmailCountRow, PickCountRow } from "./count-rows-store.server";
import { COUNTED, isInSliceSql, outcomesOfEmails, type EmailSlice } from "./email-outcomes.server";

/** Sums of a day's emails by flow or campaign, step, variant, template and version. */
export type EmailSums = Omit<EmailCountRow, "day">;

/** Sums of a day's emails by flow or campaign, step, version and position of the product. */
export interface PickSums extends PickCountRow {
  readonly version: number;
}

/** Sums the emails of a slice of a day in the shop's time zone. */
export async function sumEmails(
  db: Db,
  shopId: ShopId,
  day: string,
  slice: EmailSlice,
): Promise<EmailSums[]> {
  return db.$queryRaw<EmailSums[]>`
    with ${outcomesOfEmails(shopId, { from: day, to: day }, slice)}
    select flow_id as "flowId", step_id as "stepId", version, campaign_id as "campaignId",
      template_id as "templateId", template_version as "templateVersion", ${COUNTED}
    from outcome
    group by flow_id, step_id, version, campaign_id, template_id, template_version`;
}

/**
 * Sums the recommendations of a slice of a day. A message's nth link with position `pick` belongs to its nth
 * recommendation. From clicks and orders to recommendations: most have none.
 */
export async function sumPicks(
  db: Db,
  shopId: ShopId,
  day: string,
  slice: EmailSlice,
): Promise<PickSums[]> {
  return db.$queryRaw<PickSums[]>`
    with bounds as (
      select ${day}::date::timestamp at time zone time_zone as starts,
        (${day}::date + 1)::timestamp at time zone time_zone as ends, currency
      from shop where shop_id = ${shopId})
    , email as materialized (
      select message_id, coalesce(flow_id, '') as flow_id, coalesce(step_id, '') as step_id,
        coalesce(flow_version, 0) as version, coalesce(campaign_id, '') as campaign_id, picks
      from bounds, message_status
      where shop_id = ${shopId} and sent_at >= starts and sent_at < ends
        and ${isInSliceSql(slice)} and picks <> '[]')
    , sized as (
      select ${GROUP}, jsonb_array_length(picks) as size, count(*) as emails
      from email group by ${GROUP}, size)
    , clicked as (
      select distinct ${GROUP_OF_EMAIL}, message_id, place as slot
      from email join engagement_event click using (message_id)
      where click.shop_id = ${shopId} and position = 'pick' and kind = 'click'
        and classification = 'human' and place between 1 and jsonb_array_length(picks))
    , bought as (
      select distinct ${GROUP_OF_EMAIL}, message_id, slot::int as slot, credit.order_id
      from bounds, email
      join attribution credit using (message_id)
      cross join lateral jsonb_array_elements_text(picks) with ordinality as pick (product_id, slot)
      join order_line line on line.shop_id = ${shopId} and line.order_id = credit.order_id
        and line.product_id = pick.product_id
      where credit.shop_id = ${shopId} and credit.currency = bounds.currency)
    , counted as (
      select ${GROUP}, slot, emails as shown, 0 as clicks, 0 as orders
      from sized cross join lateral generate_series(1, size) as slot
      union all
      select ${GROUP}, slot, 0, 1, 0 from clicked
      union all
      select ${GROUP}, slot, 0, 0, 1 from bought)
    select flow_id as "flowId", step_id as "stepId", version, campaign_id as "campaignId", slot,
      sum(shown)::int as shown, sum(clicks)::int as "clickedByPeople", sum(orders)::int as orders
    from counted group by ${GROUP}, slot`;
}

const GROUP = Prisma.sql`flow_id, step_id, version, campaign_id`;
/** Orders are of a flow and step, too. */
const GROUP_OF_EMAIL = Prisma.sql`email.flow_id, email.step_id, email.version, email.campaign_id`;
