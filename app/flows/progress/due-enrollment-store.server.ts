import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { HoldoutVariant } from "~/experiments/draw-holdout";
import { Prisma } from "~/generated/prisma/client";
import { areLostWaitingSql, claimIsolatingLost, INSTALLED } from "~/jobs/due-rows.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { EnrollmentContext } from "../rules/enrollment-context";
import type { EnrollmentState } from "../rules/enrollment-state";

/** A due enrollment claimed by this worker. */
export interface ClaimedEnrollment {
  readonly enrollmentId: string;
  readonly flowId: string;
  readonly version: number;
  /** SHA-256 of the version's definition; empty if that is missing. */
  readonly hash: string;
  readonly profileId: ProfileId;
  readonly objectKey: string;
  /** `scheduled`: its trigger fires. */
  readonly state: Exclude<EnrollmentState, "ended">;
  readonly variant: HoldoutVariant;
  readonly stepId: string;
  readonly nextRunAt: Date;
  readonly context: EnrollmentContext;
  /** Fencing token: a worker that finds another number has lost its claim. */
  readonly attempts: number;
  /** Whether the shop has enrollments that a worker never settled. */
  readonly areLostWaiting: boolean;
}

const ENROLLMENTS = {
  name: "enrollment",
  key: { enrollmentId: "text" },
  states: ["scheduled", "active"],
  leaseMs: 120_000,
} as const;

/**
 * Claims due enrollments of live flows; those that a worker never settled come last, one at a time.
 *
 * @param unless a condition under which none is claimed
 */
export async function claimDueEnrollments(
  db: Db,
  shopId: ShopId,
  limit: number,
  now: Date,
  unless = Prisma.sql`false`,
): Promise<ClaimedEnrollment[]> {
  const query = {
    limit,
    join: Prisma.sql`${INSTALLED} join flow on flow.shop_id = it.shop_id and flow.flow_id = it.flow_id`,
    and: Prisma.sql`flow.status = 'live' and not ${unless}`,
    select: Prisma.sql`it.flow_id as "flowId", it.version, it.profile_id as "profileId",
      it.object_key as "objectKey", it.state, it.variant, it.step_id as "stepId",
      it.next_run_at as "nextRunAt", it.context,
      coalesce(version.hash, '') as hash, ${areLostWaitingSql(ENROLLMENTS, shopId, now)} as "areLostWaiting"`,
    // Each version once, however many enrollments it has.
    selectJoin: Prisma.sql`
      left join (
        select flow_id, version, encode(sha256(convert_to(definition::text, 'UTF8')), 'hex') as hash
        from flow_version
        where shop_id = ${shopId}
          and (flow_id, version) in (select flow_id, version from claimed)
      ) version on version.flow_id = it.flow_id and version.version = it.version`,
  };
  const rows = await claimIsolatingLost<ClaimedEnrollment>(db, ENROLLMENTS, shopId, query, now);
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
  const rows = await readRows<{ enrollmentId: string }>(
    db,
    Prisma.sql`
    select distinct message.enrollment_id as "enrollmentId"
    from message
    join engagement_event engagement on engagement.shop_id = message.shop_id
      and engagement.message_id = message.message_id
      and engagement.kind = 'click' and engagement.classification = 'human'
    where message.shop_id = ${shopId} and message.enrollment_id = any(${[...enrollmentIds]}::text[])`,
  );
  return new Set(rows.map(({ enrollmentId }) => enrollmentId));
}
