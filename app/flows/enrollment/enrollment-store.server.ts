import type { Db, Tx } from "~/db.server";
import { HoldoutVariant } from "~/experiments/draw-holdout";
import { derivedId } from "~/lib/derived-id.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { skippedUntilSql } from "~/restore/shop-restore-store.server";
import { EnrollmentContext } from "../rules/enrollment-context";
import { EnrollmentState } from "../rules/enrollment-state";
import type { ExitReason } from "../rules/exit-reason";
import type { KnownEnrollment, NewEnrollment, EnrollmentUpdate } from "../rules/plan-enrollments";

/** A stored enrollment with its flow version. */
export interface StoredEnrollment extends KnownEnrollment {
  readonly version: number;
  readonly variant: HoldoutVariant;
  readonly stepId: string | null;
  readonly enrolledAt: Date;
}

/** Active enrollments of these profiles, and their enrollments in any state about these objects. */
export async function listEnrollments(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  objectKeys: readonly string[],
): Promise<StoredEnrollment[]> {
  const rows = await db.$queryRaw<EnrollmentRow[]>`
    select enrollment_id as "enrollmentId", flow_id as "flowId", version,
      profile_id as "profileId", object_key as "objectKey", variant, state, step_id as "stepId",
      next_run_at as "nextRunAt", enrolled_at as "enrolledAt", context,
      exists (
        select 1 from message where message.shop_id = enrollment.shop_id
          and message.enrollment_id = enrollment.enrollment_id) as "hasEmailed"
    from enrollment
    where shop_id = ${shopId} and profile_id = any(${[...profileIds]}::text[])
      and (state = 'active' or object_key = any(${[...objectKeys]}::text[]))`;
  return rows.map((row) => {
    const context = EnrollmentContext.parse(row.context);
    return {
      ...row,
      variant: HoldoutVariant.parse(row.variant),
      state: EnrollmentState.parse(row.state),
      context,
      objectUpdatedAt: context.objectUpdatedAt,
    };
  });
}

interface EnrollmentRow extends Omit<StoredEnrollment, "objectUpdatedAt" | "context"> {
  readonly context: unknown;
}

/**
 * Inserts scheduled enrollments. An existing one for the same flow, profile and object is kept. The id is derived from
 * these three, and message ids from it: after a database restore the same messages are planned.
 *
 * @returns the number of new enrollments
 */
export async function insertEnrollments(
  tx: Tx,
  shopId: ShopId,
  enrollments: readonly NewEnrollment[],
  now: Date,
): Promise<number> {
  if (enrollments.length === 0) return 0;
  const rows = enrollments.map((enrollment) => ({
    ...enrollment,
    enrollmentId: derivedId(
      shopId,
      "enrollment",
      enrollment.flowId,
      enrollment.profileId,
      enrollment.objectKey,
    ),
  }));
  const restored: ExitReason = "restored";
  return tx.$executeRaw`
    insert into enrollment (
      shop_id, enrollment_id, flow_id, version, profile_id, object_key, variant, step_id, context,
      enrolled_at, updated_at, state, exit_reason, next_run_at, ended_at)
    select ${shopId}, "enrollmentId", "flowId", version, "profileId", "objectKey", variant, "stepId",
      context, ${now}::timestamptz, ${now}::timestamptz,
      case when is_skipped then 'ended' else 'scheduled' end,
      case when is_skipped then ${restored} end,
      case when not is_skipped then "nextRunAt" end,
      case when is_skipped then ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as started (
      "enrollmentId" text, "flowId" text, version int, "profileId" text, "objectKey" text,
      variant text, "stepId" text, context jsonb, "nextRunAt" timestamptz)
    -- Its messages may have been sent before the database was restored.
    cross join lateral (
      select coalesce("nextRunAt" <= (${skippedUntilSql(shopId)}), false) as is_skipped) as restore
    on conflict do nothing`;
}

/** Reschedules active enrollments, and returns restarted ones to their first step. */
export async function rescheduleEnrollments(
  tx: Tx,
  shopId: ShopId,
  updates: readonly EnrollmentUpdate[],
  now: Date,
): Promise<void> {
  if (updates.length === 0) return;
  const rows = updates.map((update) => ({
    enrollment_id: update.enrollmentId,
    next_run_at: update.nextRunAt,
    step_id: update.stepId,
    context: update.context,
  }));
  await tx.$executeRaw`
    update enrollment set
      next_run_at = moved.next_run_at,
      step_id = coalesce(moved.step_id, enrollment.step_id),
      context = moved.context,
      -- Invalidates the claim of a worker for the old time.
      attempts = enrollment.attempts + 1,
      lease_until = null,
      updated_at = ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as moved (
      enrollment_id text, next_run_at timestamptz, step_id text, context jsonb)
    where enrollment.shop_id = ${shopId}
      and enrollment.enrollment_id = moved.enrollment_id
      and enrollment.state in ('scheduled', 'active')`;
}

/** Makes active enrollments due now, because the awaited event has occurred. */
export async function wakeEnrollments(
  tx: Tx,
  shopId: ShopId,
  enrollmentIds: readonly string[],
  now: Date,
): Promise<void> {
  if (enrollmentIds.length === 0) return;
  await tx.enrollment.updateMany({
    where: {
      shopId,
      enrollmentId: { in: [...enrollmentIds] },
      state: "active",
      nextRunAt: { gt: now },
    },
    data: { nextRunAt: now, leaseUntil: null, attempts: { increment: 1 }, updatedAt: now },
  });
}
