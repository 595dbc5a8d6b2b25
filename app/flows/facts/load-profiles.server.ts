import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { MarketingState } from "~/events/event";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { SuppressionReason } from "~/profiles/suppression-reason";
import { rankOnScale, type ScoreScale } from "~/predictions/scores/score-scale";
import { findScoreScale } from "~/predictions/scores/score-scale-store.server";
import {
  ACTIVITY_COLUMNS,
  NO_ACTIVITY,
  NO_PREDICTION_RANKS,
  exactRanksSql,
} from "./load-activity.server";
import type { RequiredFacts } from "./required-facts";
import type { Activity, PredictionRanks, ProfileFacts } from "../rules/enrollment-facts";

/** A profile with what rules need of it; activity and ranks are empty if not required. */
export interface LoadedProfile {
  readonly profile: ProfileFacts;
  readonly activity: Activity;
  readonly predictionRanks: PredictionRanks;
}

export const UNKNOWN_PROFILE: LoadedProfile = {
  profile: {
    isDeleted: true,
    hasAddress: false,
    marketingState: "not_subscribed",
    suppressions: [],
    orderCount: 0,
    lastOrderAt: null,
    properties: new Map(),
  },
  activity: NO_ACTIVITY,
  predictionRanks: NO_PREDICTION_RANKS,
};

/** Loads the facts of profiles in one statement, and a second one for properties. Unknown profiles are absent. */
export async function loadProfiles(
  db: Db,
  shopId: ShopId,
  profileIds: ProfileId[],
  required: Pick<RequiredFacts, "properties" | "activity" | "predictionRanks">,
): Promise<Map<string, LoadedProfile>> {
  const ranks = required.predictionRanks
    ? {
        columns: Prisma.sql`, "intentRank", "valueRank", scored.profile_id is not null as "isScored",
          scored.buy_7_rate as intent, scored.value_minor::float8 as value`,
        join: Prisma.sql`
          left join prediction scored
            on scored.shop_id = profile.shop_id and scored.profile_id = profile.profile_id
          left join (${exactRanksSql(shopId)}) ranked on ranked.profile_id = profile.profile_id`,
      }
    : { columns: Prisma.empty, join: Prisma.empty };
  const reading = readRows<ProfileRow>(
    db,
    Prisma.sql`
    select profile.profile_id as "profileId", profile.marketing_state as "marketingState",
      profile.deleted_at is not null as "isDeleted",
      profile.email_index is not null as "hasAddress",
      profile.order_count as "orderCount", profile.last_order_at as "lastOrderAt",
      coalesce((
        select string_agg(suppression.reason, ',') from suppression
        where suppression.shop_id = profile.shop_id
          and suppression.email_index = profile.email_index), '') as reasons
      ${required.activity ? Prisma.sql`, ${ACTIVITY_COLUMNS}` : Prisma.empty} ${ranks.columns}
    from profile ${ranks.join}
    where profile.shop_id = ${shopId} and profile.profile_id = any(${profileIds}::text[])`,
    {
      lastOrderAt: "instant",
      cartAddedAt: "instant",
      checkoutStartedAt: "instant",
      visitedAt: "instant",
      clickedAt: "instant",
      openedAt: "instant",
      preferencesChangedAt: "instant",
      emailedAt: "instant",
    },
  );
  const [rows, scale] = await Promise.all([
    reading,
    required.predictionRanks ? findScoreScale(db, shopId) : null,
  ]);
  const properties = required.properties
    ? await db.profileProperty.findMany({
        where: { shopId, profileId: { in: profileIds } },
        select: { profileId: true, name: true, value: true },
      })
    : [];
  const propertiesByProfile = Map.groupBy(properties, ({ profileId }) => profileId);
  return new Map(
    rows.map((row) => [
      row.profileId,
      {
        profile: {
          isDeleted: row.isDeleted,
          hasAddress: row.hasAddress,
          orderCount: row.orderCount,
          lastOrderAt: row.lastOrderAt,
          marketingState: MarketingState.parse(row.marketingState),
          properties: new Map(
            propertiesByProfile
              .get(row.profileId)
              ?.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])),
          ),
          suppressions: row.reasons === "" ? [] : (row.reasons.split(",") as SuppressionReason[]),
        },
        activity: required.activity ? pickKeys(row, NO_ACTIVITY) : NO_ACTIVITY,
        predictionRanks: required.predictionRanks ? ranksOf(row, scale) : NO_PREDICTION_RANKS,
      },
    ]),
  );
}

function ranksOf(row: ProfileRow, scale: ScoreScale | null): PredictionRanks {
  if (scale === null) return pickKeys(row, NO_PREDICTION_RANKS);
  if (row.isScored !== true) return NO_PREDICTION_RANKS;
  return {
    intentRank: rankOnScale(scale.intent, row.intent ?? null),
    valueRank: rankOnScale(scale.value, row.value ?? null),
  };
}

/** The values of a row for the keys of another object. */
function pickKeys<T extends object>(row: Partial<T>, keysOf: T): T {
  return Object.fromEntries(
    Object.keys(keysOf).map((key) => [key, row[key as keyof T]]),
  ) as unknown as T;
}

/** Activity and ranks are missing if not required. */
interface ProfileRow extends Partial<Activity>, Partial<PredictionRanks> {
  readonly profileId: ProfileId;
  readonly marketingState: string;
  readonly isDeleted: boolean;
  readonly hasAddress: boolean;
  readonly orderCount: number;
  readonly lastOrderAt: Date | null;
  readonly reasons: string;
  readonly isScored?: boolean;
  readonly intent?: number | null;
  readonly value?: number | null;
}
