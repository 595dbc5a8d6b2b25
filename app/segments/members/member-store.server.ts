import type { Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { tuneForFullScan } from "../tune-full-scan.server";
import { MAY_BE_MEMBER } from "../may-be-member.server";
import type { SegmentRule } from "../segment";
import { ruleToSql } from "../to-sql.server";
import type { MemberChange } from "./member-change";

/**
 * Evaluates a rule for the whole shop in one statement and updates the members.
 *
 * @returns the joins and leaves
 */
export async function reevaluateMembers(
  tx: Tx,
  shopId: ShopId,
  { segmentId, rule }: { readonly segmentId: string; readonly rule: SegmentRule },
  now: Date,
): Promise<MemberChange[]> {
  const { joins, where } = ruleToSql(rule, { shopId, now });
  await tuneForFullScan(tx);
  const meets = Prisma.sql`
    select profile.profile_id from profile ${joins}
    where profile.shop_id = ${shopId} and ${MAY_BE_MEMBER} and ${where}`;
  return syncMembers(tx, shopId, { segmentId, meets }, now);
}

/** Synchronizes the members with the result of a query. */
async function syncMembers(
  tx: Tx,
  shopId: ShopId,
  { segmentId, meets }: { readonly segmentId: string; readonly meets: Prisma.Sql },
  now: Date,
): Promise<MemberChange[]> {
  const rows = await tx.$queryRaw<Pick<MemberChange, "profileId" | "change">[]>`
    with meets as materialized (${meets}),
    gone as (
      delete from segment_member member
      where shop_id = ${shopId} and segment_id = ${segmentId} and not exists (
        select 1 from meets where meets.profile_id = member.profile_id)
      returning profile_id),
    come as (
      insert into segment_member (shop_id, segment_id, profile_id, joined_at)
      select ${shopId}, ${segmentId}, profile_id, ${now}::timestamptz from meets
      on conflict do nothing
      returning profile_id)
    select profile_id as "profileId", 'left' as change from gone
    union all select profile_id, 'joined' from come`;
  return rows.map((row) => ({ segmentId, ...row }));
}

/**
 * Replaces the members by these customers. Skips unknown customers and those who cannot be members.
 *
 * @returns the joins and leaves
 */
export async function replaceMembers(
  tx: Tx,
  shopId: ShopId,
  {
    segmentId,
    profileIds,
  }: { readonly segmentId: string; readonly profileIds: readonly ProfileId[] },
  now: Date,
): Promise<MemberChange[]> {
  const meets = Prisma.sql`
    select profile.profile_id from profile
    where profile.shop_id = ${shopId} and ${MAY_BE_MEMBER}
      and profile.profile_id = any(${[...profileIds]}::text[])`;
  return syncMembers(tx, shopId, { segmentId, meets }, now);
}

/** Applies single joins and leaves. */
export async function applyChanges(
  tx: Tx,
  shopId: ShopId,
  changes: readonly MemberChange[],
  now: Date,
): Promise<void> {
  const changesOfType = (change: MemberChange["change"]) =>
    changes.filter((it) => it.change === change);
  const segmentIds = (some: readonly MemberChange[]) => some.map((it) => it.segmentId);
  const profileIds = (some: readonly MemberChange[]) => some.map((it) => it.profileId);
  const [joined, left] = [changesOfType("joined"), changesOfType("left")];
  await tx.$executeRaw`
    with gone as (
      delete from segment_member
      using unnest(${segmentIds(left)}::text[], ${profileIds(left)}::text[])
        as leaving (segment_id, profile_id)
      where segment_member.shop_id = ${shopId} and segment_member.segment_id = leaving.segment_id
        and segment_member.profile_id = leaving.profile_id)
    insert into segment_member (shop_id, segment_id, profile_id, joined_at)
    select ${shopId}, segment_id, profile_id, ${now}::timestamptz
    from unnest(${segmentIds(joined)}::text[], ${profileIds(joined)}::text[])
      as come (segment_id, profile_id)
    on conflict do nothing`;
}

/** Recounts the members of these segments and stores today's size. */
export async function countMembers(
  tx: Tx,
  shopId: ShopId,
  segmentIds: readonly string[],
  now: Date,
): Promise<void> {
  await setCounts(
    tx,
    Prisma.sql`
      update segment set member_count = (
        select count(*) from segment_member member
        where member.shop_id = segment.shop_id and member.segment_id = segment.segment_id)
      where shop_id = ${shopId} and segment_id = any(${[...segmentIds]}::text[])`,
    now,
  );
}

/** Adjusts counts by the changes, so that a large segment is not recounted for one join. */
export async function adjustCounts(
  tx: Tx,
  shopId: ShopId,
  changes: readonly MemberChange[],
  now: Date,
): Promise<void> {
  const by = new Map<string, number>();
  for (const { segmentId, change } of changes) {
    by.set(segmentId, (by.get(segmentId) ?? 0) + (change === "joined" ? 1 : -1));
  }
  await setCounts(
    tx,
    Prisma.sql`
      update segment set member_count = member_count + more
      from unnest(${[...by.keys()]}::text[], ${[...by.values()]}::int[]) as change (of, more)
      where shop_id = ${shopId} and segment_id = change.of`,
    now,
  );
}

/** Updates counts and stores them as the day's size. */
async function setCounts(tx: Tx, update: Prisma.Sql, now: Date): Promise<void> {
  await tx.$executeRaw`
    with counted as (${update} returning shop_id, segment_id, member_count)
    insert into segment_size (shop_id, segment_id, day, member_count)
    select shop_id, segment_id, (${now}::timestamptz at time zone 'UTC')::date, member_count
    from counted
    on conflict (shop_id, segment_id, day) do update set member_count = excluded.member_count`;
}

/** Memberships of profiles that can no longer be members, as leaves. */
export async function listMembershipsToEnd(
  tx: Tx,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
): Promise<MemberChange[]> {
  const rows = await tx.segmentMember.findMany({
    where: { shopId, profileId: { in: [...profileIds] } },
    select: { segmentId: true, profileId: true },
  });
  return rows.map(({ segmentId, profileId }) => ({
    segmentId,
    profileId: ProfileId.parse(profileId),
    change: "left",
  }));
}
