import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { ExitReason } from "./exit-reason";

export interface EnrollmentExit {
  readonly enrollmentId: string;
  readonly reason: ExitReason;
}

/**
 * Ends enrollments and cancels their planned messages. A message
 * that is being sent cannot be cancelled.
 */
export async function exitEnrollments(
  tx: Tx,
  shopId: ShopId,
  exits: readonly EnrollmentExit[],
  now: Date,
): Promise<void> {
  for (const [reason, enrollmentIds] of groupByReason(exits)) {
    await tx.enrollment.updateMany({
      where: { shopId, enrollmentId: { in: enrollmentIds }, state: "active" },
      data: {
        state: "exited",
        exitReason: reason,
        nextRunAt: null,
        leaseUntil: null,
        endedAt: now,
        updatedAt: now,
      },
    });
    await tx.message.updateMany({
      where: { shopId, enrollmentId: { in: enrollmentIds }, state: "planned" },
      data: { state: "skipped", reason, leaseUntil: null },
    });
  }
}

function groupByReason(exits: readonly EnrollmentExit[]): Map<ExitReason, string[]> {
  const groups = new Map<ExitReason, string[]>();
  for (const { enrollmentId, reason } of exits) {
    groups.set(reason, [...(groups.get(reason) ?? []), enrollmentId]);
  }
  return groups;
}
