import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { CampaignAudience } from "../campaign";
import type { AudienceMember } from "./audience-counts";

/** Who was in a campaign's audience when it began, as far as their part of it is still to come. */
export interface KeptAudience {
  readonly kind: "kept";
  readonly campaignId: string;
}

/**
 * Members of an audience after one of them, in the order of their ids. Visitors whom nobody knows and
 * customers who were deleted are in none.
 *
 * @param after the last member that was read; "" for the first
 */
export async function listAudience(
  db: Db,
  shopId: ShopId,
  audience: CampaignAudience | KeptAudience,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<AudienceMember[]> {
  return db.$queryRaw<AudienceMember[]>`
    select profile.profile_id as "profileId", profile.email_index is not null as "hasAddress",
      profile.marketing_state as "marketingState", profile.country_code as "countryCode",
      prediction.best_hour as "bestHour",
      exists (
        select 1 from suppression
        where suppression.shop_id = profile.shop_id
          and suppression.email_index = profile.email_index) as "isSuppressed"
    from profile
    left join prediction on prediction.shop_id = profile.shop_id
      and prediction.profile_id = profile.profile_id
    where profile.shop_id = ${shopId} and profile.customer_id is not null
      and profile.deleted_at is null and profile.profile_id > ${after}
      and ${belongsTo(audience)}
    order by profile.profile_id
    limit ${limit}`;
}

function belongsTo(audience: CampaignAudience | KeptAudience): Prisma.Sql {
  switch (audience.kind) {
    case "kept":
      return Prisma.sql`exists (
        select 1 from campaign_member
        where campaign_member.shop_id = profile.shop_id
          and campaign_member.campaign_id = ${audience.campaignId}
          and campaign_member.profile_id = profile.profile_id)`;
    case "everyone":
      return Prisma.sql`true`;
    case "segment":
      return Prisma.sql`exists (
        select 1 from segment_member
        where segment_member.shop_id = profile.shop_id
          and segment_member.segment_id = ${audience.segmentId}
          and segment_member.profile_id = profile.profile_id)`;
    case "not_clicked":
      return Prisma.sql`exists (
        select 1 from message
        where message.shop_id = profile.shop_id and message.campaign_id = ${audience.campaignId}
          and message.profile_id = profile.profile_id and message.state = 'sent'
          and not exists (
            select 1 from hit where hit.shop_id = message.shop_id
              and hit.message_id = message.message_id
              and hit.kind = 'click' and hit.class = 'human'))`;
  }
}

/** Notes who is in a campaign's audience although their part of it is not yet planned. */
export async function keepMembers(
  tx: Tx,
  shopId: ShopId,
  campaignId: string,
  profileIds: readonly string[],
): Promise<void> {
  await tx.campaignMember.createMany({
    data: profileIds.map((profileId) => ({ shopId, campaignId, profileId })),
    skipDuplicates: true,
  });
}

/** Forgets them: there is no part left to plan. */
export async function dropKeptMembers(tx: Tx, shopId: ShopId, campaignId: string): Promise<void> {
  await tx.campaignMember.deleteMany({ where: { shopId, campaignId } });
}
