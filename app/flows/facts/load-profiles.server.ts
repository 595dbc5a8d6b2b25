import type { Db } from "~/db.server";
import { MarketingState } from "~/events/event";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { SuppressionReason } from "~/profiles/suppression-reason";
import type { RequiredFacts } from "./required-facts";
import type { ProfileFacts } from "../rules/enrollment-facts";

/** Facts of an unknown profile. */
export const UNKNOWN_PROFILE: ProfileFacts = {
  isDeleted: true,
  hasAddress: false,
  marketingState: "not_subscribed",
  suppressions: [],
  orderCount: 0,
  lastOrderAt: null,
  properties: new Map(),
};

/** Loads profile facts. Unknown profiles are absent. */
export async function loadProfiles(
  db: Db,
  shopId: ShopId,
  profileIds: ProfileId[],
  { properties: isRequired }: Pick<RequiredFacts, "properties">,
): Promise<Map<string, ProfileFacts>> {
  const rows = await db.$queryRaw<ProfileRow[]>`
    select profile.profile_id as "profileId", profile.marketing_state as "marketingState",
      profile.deleted_at is not null as "isDeleted",
      profile.email_index is not null as "hasAddress",
      profile.order_count as "orderCount", profile.last_order_at as "lastOrderAt",
      coalesce(string_agg(suppression.reason, ','), '') as reasons
    from profile
    left join suppression on suppression.shop_id = profile.shop_id
      and suppression.email_index = profile.email_index
    where profile.shop_id = ${shopId} and profile.profile_id = any(${profileIds}::text[])
    group by profile.shop_id, profile.profile_id`;
  const properties = isRequired
    ? await db.profileProperty.findMany({
        where: { shopId, profileId: { in: profileIds } },
        select: { profileId: true, name: true, value: true },
      })
    : [];
  const propertiesByProfile = Map.groupBy(properties, ({ profileId }) => profileId);
  return new Map(
    rows.map(({ profileId, marketingState, reasons, ...profile }) => [
      profileId,
      {
        ...profile,
        marketingState: MarketingState.parse(marketingState),
        properties: new Map(
          propertiesByProfile.get(profileId)?.map(({ name, value }) => [name, value] as const),
        ),
        suppressions: reasons === "" ? [] : (reasons.split(",") as SuppressionReason[]),
      },
    ]),
  );
}

interface ProfileRow {
  readonly profileId: ProfileId;
  readonly marketingState: string;
  readonly isDeleted: boolean;
  readonly hasAddress: boolean;
  readonly orderCount: number;
  readonly lastOrderAt: Date | null;
  readonly reasons: string;
}
