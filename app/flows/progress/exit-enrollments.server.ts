import type { Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { endMessages } from "~/outbox/message-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { ExitReason } from "../rules/exit-reason";

export interface EnrollmentExit {
  readonly enrollmentId: string;
  readonly reason: ExitReason;
}

/**
 * Ends enrollments and cancels their planned messages. A message
 * that is being sent cannot be canceled.
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
        state: "ended",
        exitReason: reason,
        nextRunAt: null,
        leaseUntil: null,
        endedAt: now,
        updatedAt: now,
      },
    });
    await cancelPlanned(tx, shopId, enrollmentIds, reason);
  }
}

/** Cancels the planned messages of enrollments. */
export async function cancelPlanned(
  tx: Tx,
  shopId: ShopId,
  enrollmentIds: readonly string[],
  reason: ExitReason,
): Promise<void> {
  const which = Prisma.sql`sending.state = 'planned' and message.enrollment_id = any(${[...enrollmentIds]}::text[])`;
  await endMessages(tx, shopId, which, { state: "skipped", reason });
}

function groupByReason(exits: readonly EnrollmentExit[]): Map<ExitReason, string[]> {
  const groups = new Map<ExitReason, string[]>();
  for (const { enrollmentId, reason } of exits) {
    groups.set(reason, [...(groups.get(reason) ?? []), enrollmentId]);
  }
  return groups;
}
