import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { CampaignAudience } from "../campaign";
import type { AudienceMember } from "../audience-counts";

/** Members of a campaign's audience at its start whose wave has not been planned yet. */
export interface AudienceSnapshot {
  readonly kind: "kept";
  readonly campaignId: string;
}

/**
 * Lists members of an audience after a given one, ordered by profile id. Anonymous visitors and
 * deleted customers are never members.
 *
 * @param after the last profile id that was read; "" for the first page
 */
export async function listAudience(
  db: Db,
  shopId: ShopId,
  audience: CampaignAudience | AudienceSnapshot,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<AudienceMember[]> {
  return db.$queryRaw<AudienceMember[]>`
    select profile.profile_id as "profileId", profile.email_index is not null as "hasAddress",
      profile.marketing_state as "marketingState", profile.country_code as "countryCode",
      prediction.best_hour as "bestHour", prediction.uplift_rate as uplift,
      exists (
        select 1 from suppression
        where suppression.shop_id = profile.shop_id
          and suppression.email_index = profile.email_index) as "isSuppressed"
    from profile
    left join prediction on prediction.shop_id = profile.shop_id
      and prediction.profile_id = profile.profile_id
    where profile.shop_id = ${shopId} and profile.customer_id is not null
      and profile.deleted_at is null and profile.profile_id > ${after}
      and ${isInAudienceSql(audience)}
    order by profile.profile_id
    limit ${limit}`;
}

function isInAudienceSql(audience: CampaignAudience | AudienceSnapshot): Prisma.Sql {
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
        select 1 from message_status message
        where message.shop_id = profile.shop_id and message.campaign_id = ${audience.campaignId}
          and message.profile_id = profile.profile_id and message.state = 'sent'
          and not exists (
            select 1 from engagement_event where engagement_event.shop_id = message.shop_id
              and engagement_event.message_id = message.message_id
              and engagement_event.kind = 'click' and engagement_event.classification = 'human'))`;
  }
}

/** Stores audience members whose wave is planned later. */
export async function saveAudienceSnapshot(
  tx: Tx,
  shopId: ShopId,
  campaignId: string,
  profileIds: readonly ProfileId[],
): Promise<void> {
  await tx.campaignMember.createMany({
    data: profileIds.map((profileId) => ({ shopId, campaignId, profileId })),
    skipDuplicates: true,
  });
}

/** Deletes the snapshot once no wave is left to plan. */
export async function deleteAudienceSnapshot(
  tx: Tx,
  shopId: ShopId,
  campaignId: string,
): Promise<void> {
  await tx.campaignMember.deleteMany({ where: { shopId, campaignId } });
}
