import type { Db, Tx } from "~/db.server";
import { HoldoutVariant } from "~/experiments/draw-holdout";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { EnrollmentContext } from "../rules/enrollment-context";
import type { EnrollmentState } from "../rules/enrollment-state";

/** A due enrollment claimed by this worker. */
export interface ClaimedEnrollment {
  readonly enrollmentId: string;
  readonly flowId: string;
  readonly version: number;
  readonly profileId: ProfileId;
  readonly objectKey: string;
  /** `scheduled`: its trigger fires. */
  readonly state: Exclude<EnrollmentState, "ended">;
  readonly variant: HoldoutVariant;
  readonly stepId: string;
  readonly nextRunAt: Date;
  readonly context: EnrollmentContext;
  /** Fencing token: a worker that finds another number has lost its claim. */
  readonly attempt: number;
}

const LEASE_MS = 120_000;

/**
 * Claims due enrollments of live flows, longest due first. Enrollments that a worker
 * claimed and never settled come last and one at a time, so that one
 * that crashes its worker does not block others.
 */
export async function claimDueEnrollments(
  tx: Tx,
  shopId: ShopId,
  limit: number,
  now: Date,
): Promise<ClaimedEnrollment[]> {
  const fresh = await claim(tx, shopId, { limit, isStale: false }, now);
  return fresh.length > 0 ? fresh : claim(tx, shopId, { limit: 1, isStale: true }, now);
}

async function claim(
  tx: Tx,
  shopId: ShopId,
  { limit, isStale }: { limit: number; isStale: boolean },
  now: Date,
): Promise<ClaimedEnrollment[]> {
  const rows = await tx.$queryRaw<ClaimedEnrollment[]>`
    with due as (
      select enrollment.enrollment_id
      from enrollment
      join flow on flow.shop_id = enrollment.shop_id and flow.flow_id = enrollment.flow_id
      join shop on shop.shop_id = enrollment.shop_id
      where enrollment.shop_id = ${shopId}
        and enrollment.state in ('scheduled', 'active')
        and enrollment.next_run_at <= ${now}::timestamptz
        and case when ${isStale}
          then enrollment.lease_until <= ${now}::timestamptz
          else enrollment.lease_until is null end
        and flow.status = 'live'
        and shop.uninstalled_at is null
      order by enrollment.next_run_at
      limit ${limit}
      for update of enrollment skip locked
    )
    update enrollment
    set attempt = attempt + 1, lease_until = ${new Date(now.getTime() + LEASE_MS)}::timestamptz
    from due
    where enrollment.shop_id = ${shopId} and enrollment.enrollment_id = due.enrollment_id
    returning enrollment.enrollment_id as "enrollmentId", flow_id as "flowId", version,
      profile_id as "profileId", object_key as "objectKey", state, variant, step_id as "stepId",
      next_run_at as "nextRunAt", context, attempt`;
  return rows.map((row) => ({
    ...row,
    variant: HoldoutVariant.parse(row.variant),
    context: EnrollmentContext.parse(row.context),
  }));
}

/** The enrollments with a human click in one of their emails. */
export async function listClickedEnrollments(
  db: Db,
  shopId: ShopId,
  enrollmentIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db.messageStatus.findMany({
    where: {
      shopId,
      enrollmentId: { in: [...enrollmentIds] },
      engagementEvents: { some: { kind: "click", classification: "human" } },
    },
    select: { enrollmentId: true },
  });
  return new Set(rows.flatMap(({ enrollmentId }) => enrollmentId ?? []));
}
