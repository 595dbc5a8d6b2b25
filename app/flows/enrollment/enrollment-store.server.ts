import type { Db, Tx } from "~/db.server";
import { HoldoutVariant } from "~/experiments/draw-holdout";
import { derivedId } from "~/lib/derived-id.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { findSkippedUntil } from "~/restore/shop-restore-store.server";
import { EnrollmentContext } from "../rules/enrollment-context";
import { EnrollmentState } from "../rules/enrollment-state";
import type { ExitReason } from "../rules/exit-reason";
import { storedJson } from "../stored-json";
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
  const skippedUntil = await findSkippedUntil(tx, shopId);
  const { count } = await tx.enrollment.createMany({
    data: enrollments.map((enrollment) => ({
      ...enrollment,
      shopId,
      enrollmentId: derivedId(
        shopId,
        "enrollment",
        enrollment.flowId,
        enrollment.profileId,
        enrollment.objectKey,
      ),
      state: "scheduled",
      // Its messages may have been sent before the database was restored.
      ...(skippedUntil !== null && enrollment.nextRunAt <= skippedUntil && restoredExit(now)),
      context: storedJson(enrollment.context),
      enrolledAt: now,
      updatedAt: now,
    })),
    skipDuplicates: true,
  });
  return count;
}

const restoredExit = (now: Date) => ({
  state: "ended",
  exitReason: "restored" satisfies ExitReason,
  nextRunAt: null,
  endedAt: now,
});

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
