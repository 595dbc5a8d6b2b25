import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import {
  isLaterStage,
  getFunnelStage,
  type FunnelStage,
  type TriggerKind,
} from "../definition/trigger";
import type { FlowDefinition } from "../definition/flow";
import type { WaitClock } from "../rules/plan-step";
import { recipientTimeZone } from "../time/recipient-time-zone";
import type { ConcurrentEnrollments } from "../rules/enroll";

interface EntryRef {
  readonly flowId: string;
  readonly profileId: ProfileId;
}

/** Loads the other enrollments of profiles that are about to enter flows. */
export async function loadConcurrentEnrollments(
  db: Db,
  shopId: ShopId,
  entering: readonly EntryRef[],
): Promise<(entry: EntryRef) => ConcurrentEnrollments> {
  const profileIds = [...new Set(entering.map(({ profileId }) => profileId))];
  const rows =
    profileIds.length === 0
      ? []
      : await readRows<ConcurrentRow>(
          db,
          Prisma.sql`
          select enrollment.profile_id as "profileId", enrollment.flow_id as "flowId",
            max(enrollment.enrolled_at) as "lastEnteredAt",
            bool_or(enrollment.state = 'active') as "isActive",
            max(version.definition->'trigger'->>'kind') as trigger
          from enrollment
          join flow_version version on version.shop_id = enrollment.shop_id
            and version.flow_id = enrollment.flow_id and version.version = enrollment.version
          where enrollment.shop_id = ${shopId} and enrollment.state <> 'scheduled'
            and enrollment.profile_id = any(${profileIds}::text[])
          group by enrollment.profile_id, enrollment.flow_id`,
          { lastEnteredAt: "instant" },
        );
  const byProfile = Map.groupBy(rows, ({ profileId }) => profileId);
  return ({ flowId, profileId }) => {
    const own = byProfile.get(profileId) ?? [];
    return {
      lastEnteredAt: own.find((row) => row.flowId === flowId)?.lastEnteredAt ?? null,
      otherStages: own
        .filter((row) => row.flowId !== flowId && row.isActive)
        .map(({ trigger }) => getFunnelStage(trigger)),
    };
  };
}

interface ConcurrentRow {
  readonly profileId: ProfileId;
  readonly flowId: string;
  readonly lastEnteredAt: Date;
  readonly isActive: boolean;
  readonly trigger: TriggerKind;
}

/** Active enrollments at earlier funnel stages of profiles that just reached a later stage. */
export async function listEarlierStageEnrollments(
  db: Db,
  shopId: ShopId,
  advanced: readonly { readonly profileId: ProfileId; readonly stage: FunnelStage | null }[],
): Promise<string[]> {
  const stages = new Map(
    advanced.flatMap(({ profileId, stage }) => (stage ? [[profileId, stage]] : [])),
  );
  if (stages.size === 0) return [];
  const rows = await db.$queryRaw<
    { enrollmentId: string; profileId: ProfileId; trigger: TriggerKind }[]
  >`
    select enrollment.enrollment_id as "enrollmentId", enrollment.profile_id as "profileId",
      version.definition->'trigger'->>'kind' as trigger
    from enrollment
    join flow_version version on version.shop_id = enrollment.shop_id
      and version.flow_id = enrollment.flow_id and version.version = enrollment.version
    where enrollment.shop_id = ${shopId} and enrollment.state = 'active'
      and enrollment.profile_id = any(${[...stages.keys()]}::text[])`;
  return rows
    .filter(({ profileId, trigger }) =>
      isLaterStage(stages.get(profileId) ?? null, getFunnelStage(trigger)),
    )
    .map(({ enrollmentId }) => enrollmentId);
}

/** Loads the clocks of these profiles; only if a flow waits for an hour or a date. */
export async function loadWaitClocks(
  db: Db,
  shopId: ShopId,
  enrollments: readonly { readonly profileId: ProfileId }[],
  definitions: readonly FlowDefinition[],
  now: Date,
): Promise<(profileId: ProfileId) => WaitClock> {
  const isRequired = definitions.some(({ steps }) =>
    steps.some(({ kind }) => kind === "wait_until"),
  );
  if (!isRequired) return () => ({ timeZone: "UTC", shopTimeZone: "UTC", bestHour: null });
  const profileIds = enrollments.map(({ profileId }) => profileId);
  const rows = await readRows<ClockRow>(
    db,
    Prisma.sql`
    select shop.time_zone as "shopTimeZone", profile.profile_id as "profileId",
      profile.country_code as "countryCode", prediction.best_hour as "bestHour"
    from shop
    left join profile on profile.shop_id = shop.shop_id
      and profile.profile_id = any(${profileIds}::text[])
    left join prediction on prediction.shop_id = profile.shop_id
      and prediction.profile_id = profile.profile_id
    where shop.shop_id = ${shopId}`,
  );
  const shopTimeZone = rows[0]?.shopTimeZone ?? "UTC";
  const clocks = new Map(
    rows.map(({ profileId, countryCode, bestHour }) => [
      profileId,
      {
        timeZone: recipientTimeZone(countryCode, shopTimeZone, now),
        shopTimeZone: recipientTimeZone(null, shopTimeZone, now),
        bestHour,
      },
    ]),
  );
  const fallback = recipientTimeZone(null, shopTimeZone, now);
  return (profileId) =>
    clocks.get(profileId) ?? { timeZone: fallback, shopTimeZone: fallback, bestHour: null };
}

/** One for each profile; without any, one with the shop's time zone only. */
interface ClockRow {
  readonly shopTimeZone: string;
  readonly profileId: ProfileId | null;
  readonly countryCode: string | null;
  readonly bestHour: number | null;
}
