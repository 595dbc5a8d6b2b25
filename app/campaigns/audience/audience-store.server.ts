import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { MAY_BE_MEMBER } from "~/segments/may-be-member.server";
import type { AudiencePart, CampaignAudience } from "../campaign";
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
  return selectMembers(db, shopId, audience, Prisma.sql`profile.profile_id > ${after}`, limit);
}

/** One member of an audience; null: the profile is not a member. */
export async function findAudienceMember(
  db: Db,
  shopId: ShopId,
  audience: CampaignAudience,
  profileId: ProfileId,
): Promise<AudienceMember | null> {
  const isMeant = Prisma.sql`profile.profile_id = ${profileId}`;
  const [member] = await selectMembers(db, shopId, audience, isMeant, 1);
  return member ?? null;
}

function selectMembers(
  db: Db,
  shopId: ShopId,
  audience: CampaignAudience | AudienceSnapshot,
  isMeant: Prisma.Sql,
  limit: number,
): Promise<AudienceMember[]> {
  const { include, exclude } = "kind" in audience ? { include: [audience], exclude: [] } : audience;
  // Each part is read in the order of its own index up to the limit, so that a slice of a few small segments
  // does not scan the shop.
  const firstOf = include.map(
    (part) => Prisma.sql`(
      select profile.profile_id from profile
      where profile.shop_id = ${shopId} and ${MAY_BE_MEMBER} and ${isMeant}
        and ${isInPartSql(part)} and ${isInNoneSql(exclude)}
      order by profile.profile_id limit ${limit})`,
  );
  return db.$queryRaw<AudienceMember[]>`
    with chosen as materialized (
      select distinct profile_id from (${Prisma.join(firstOf, " union all ")}) as first_of_each
      order by profile_id limit ${limit})
    select profile.profile_id as "profileId", profile.email_index is not null as "hasAddress",
      profile.marketing_state as "marketingState", profile.country_code as "countryCode",
      prediction.best_hour as "bestHour", prediction.uplift_rate as uplift,
      exists (
        select 1 from suppression
        where suppression.shop_id = profile.shop_id
          and suppression.email_index = profile.email_index) as "isSuppressed"
    from chosen
    join profile on profile.shop_id = ${shopId} and profile.profile_id = chosen.profile_id
    left join prediction on prediction.shop_id = profile.shop_id
      and prediction.profile_id = profile.profile_id
    order by profile.profile_id`;
}

/** The number of customers in an audience, and of those that a campaign may email. */
export interface AudienceSize {
  readonly members: number;
  readonly reachable: number;
}

/** Counts an audience as of now. */
export async function countAudience(
  db: Db,
  shopId: ShopId,
  { include, exclude }: CampaignAudience,
): Promise<AudienceSize> {
  const [size] = await db.$queryRaw<AudienceSize[]>`
    select count(*)::int as members, (count(*) filter (
      where marketing_state = 'subscribed' and email_index is not null and not exists (
        select 1 from suppression where suppression.shop_id = profile.shop_id
          and suppression.email_index = profile.email_index)))::int as reachable
    from profile
    where profile.shop_id = ${shopId} and ${MAY_BE_MEMBER}
      and (${Prisma.join(
        include.map((part) => isInPartSql(part)),
        " or ",
      )}) and ${isInNoneSql(exclude)}`;
  return size ?? { members: 0, reachable: 0 };
}

const isInNoneSql = (parts: readonly AudiencePart[]) =>
  parts.length === 0
    ? Prisma.sql`true`
    : Prisma.join(
        parts.map((part) => Prisma.sql`not ${isInPartSql(part)}`),
        " and ",
      );

function isInPartSql(part: AudiencePart | AudienceSnapshot): Prisma.Sql {
  switch (part.kind) {
    case "kept":
      return Prisma.sql`exists (
        select 1 from campaign_member
        where campaign_member.shop_id = profile.shop_id
          and campaign_member.campaign_id = ${part.campaignId}
          and campaign_member.profile_id = profile.profile_id)`;
    case "everyone":
      return Prisma.sql`true`;
    case "segment":
      return Prisma.sql`exists (
        select 1 from segment_member
        where segment_member.shop_id = profile.shop_id
          and segment_member.segment_id = ${part.segmentId}
          and segment_member.profile_id = profile.profile_id)`;
    case "not_clicked":
      return Prisma.sql`exists (
        select 1 from message_status message
        where message.shop_id = profile.shop_id and message.campaign_id = ${part.campaignId}
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
