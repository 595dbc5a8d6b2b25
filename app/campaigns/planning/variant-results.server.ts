import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { CampaignVariantResult } from "./ab-test";

/** Counts sent messages and human clicks per variant. */
export async function countCampaignVariantResults(
  db: Db,
  shopId: ShopId,
  campaignId: string,
  versions: number,
): Promise<CampaignVariantResult[]> {
  const rows = await db.$queryRaw<{ variant: number; sent: bigint; clicked: bigint }[]>`
    select variant, count(*) as sent, count(*) filter (where exists (
      select 1 from engagement_event where engagement_event.shop_id = message.shop_id
        and engagement_event.message_id = message.message_id and engagement_event.kind = 'click' and engagement_event.classification = 'human')) as clicked
    from message_status message
    where shop_id = ${shopId} and campaign_id = ${campaignId} and state = 'sent'
    group by variant`;
  const getResult = (variant: number): CampaignVariantResult => {
    const row = rows.find((it) => it.variant === variant);
    return { sent: Number(row?.sent ?? 0), clicked: Number(row?.clicked ?? 0) };
  };
  return Array.from({ length: versions }, (_, variant) => getResult(variant));
}
