import { Prisma } from "~/generated/prisma/client";
import { DurationMs, addMs } from "../definition/duration";
import type { LiveFlow } from "../rules/plan-enrollments";

/** Predicate on `profile`: can get marketing email. Delivery checks again before sending. */
const IS_REACHABLE = Prisma.sql`profile.deleted_at is null and profile.email_index is not null
  and profile.marketing_state = 'subscribed'
  and not exists (
    select 1 from suppression
    where suppression.shop_id = profile.shop_id and suppression.email_index = profile.email_index)`;

/**
 * Predicate on `profile`: can get marketing email, is not enrolled for the object and
 * has not entered within the re-entry limit.
 *
 * @param key SQL for the object's key
 */
export function mayEnterSql(
  { flowId, definition }: LiveFlow,
  key: Prisma.Sql,
  now: Date,
): Prisma.Sql {
  const { reentryDays } = definition;
  const since = reentryDays === null ? now : addMs(now, -DurationMs.days(reentryDays));
  return Prisma.sql`${IS_REACHABLE} and ${isNotEnrolledSql(flowId, key, since)}`;
}

/** As `mayEnterSql`, for a requested notification: excludes only opted-out profiles. */
export function mayBeNotifiedSql({ flowId }: LiveFlow, key: Prisma.Sql, now: Date): Prisma.Sql {
  return Prisma.sql`profile.deleted_at is null and profile.email_index is not null
    and profile.marketing_state not in ('unsubscribed', 'invalid', 'redacted')
    and ${isNotEnrolledSql(flowId, key, now)}`;
}

function isNotEnrolledSql(flowId: string, key: Prisma.Sql, since: Date): Prisma.Sql {
  return Prisma.sql`not exists (
    select 1 from enrollment
    where enrollment.shop_id = profile.shop_id and enrollment.flow_id = ${flowId}
      and enrollment.profile_id = profile.profile_id
      and (enrollment.object_key = ${key}
        or (enrollment.state <> 'scheduled' and enrollment.enrolled_at > ${since}::timestamptz)))`;
}
