import { Prisma } from "~/generated/prisma/client";
import { DurationMs, laterBy } from "../duration";
import type { LiveFlow } from "../enrollment/plan-enrollments";

/** The rows of `profile` that marketing mail may go to. What is read again when a mail leaves is not all asked here. */
const IS_REACHABLE = Prisma.sql`profile.deleted_at is null and profile.email_index is not null
  and profile.marketing_state = 'subscribed'
  and not exists (
    select 1 from suppression
    where suppression.shop_id = profile.shop_id and suppression.email_index = profile.email_index)`;

/**
 * The rows of `profile` that may enter a flow about an object: mailable, and not in it already, nor so
 * lately that it is too soon.
 *
 * @param key SQL for the object's key
 */
export function mayEnterSql(
  { flowId, definition }: LiveFlow,
  key: Prisma.Sql,
  now: Date,
): Prisma.Sql {
  const { reentryDays } = definition;
  const since = reentryDays === null ? now : laterBy(now, -DurationMs.days(reentryDays));
  return Prisma.sql`${IS_REACHABLE} and ${isNotEnrolledSql(flowId, key, since)}`;
}

/** As `mayEnter`, for a flow that somebody has asked for: whoever did not say no may be mailed. */
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
        or (enrollment.state <> 'waiting' and enrollment.enrolled_at > ${since}::timestamptz)))`;
}
