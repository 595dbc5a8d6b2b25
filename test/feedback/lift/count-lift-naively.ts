import type { Db } from "~/db.server";
import {
  experimentsOf,
  type LiftDay,
  type SourceLift,
  type WindowDays,
} from "~/feedback/lift/lift-days";
import type { ShopId } from "~/lib/shop-id";

const DAY_MS = 86_400_000;

/** Naive reference: lift in one window, counted row by row; SQL only fetches the rows. */
export async function countLiftNaively(
  db: Db,
  shopId: ShopId,
  now: Date,
  windowDays: WindowDays,
): Promise<SourceLift[]> {
  const windowMs = windowDays * DAY_MS;
  const saves = await db.auditEntry.findMany({ where: { shopId }, orderBy: { at: "asc" } });
  const orders = await db.order.findMany({ where: { shopId, cancelledAt: null } });
  const messages = await db.messageStatus.findMany({
    where: { shopId },
    include: { enrollment: true },
    orderBy: { plannedAt: "asc" },
  });

  const seen = new Set<string>();
  const rows: LiftDay[] = [];
  for (const { flowId, profileId, plannedAt, enrollment } of messages) {
    if (!flowId || !enrollment || seen.has(`${flowId} ${profileId}`)) continue;
    seen.add(`${flowId} ${profileId}`);
    if (plannedAt.getTime() + windowMs > now.getTime()) continue;
    const own = orders.filter(
      (order) =>
        order.profileId === profileId &&
        order.placedAt > plannedAt &&
        order.placedAt.getTime() <= plannedAt.getTime() + windowMs,
    );
    const net = own.reduce((sum, it) => sum + Number(it.totalMinor - it.refundedMinor), 0);
    const drawnBy = saves.filter(({ at }) => at <= enrollment.enrolledAt).at(-1)?.detail as
      | { holdoutRate: number }
      | undefined;
    rows.push({
      ...{ day: "", flowId, campaignId: "", windowDays, holdoutRate: drawnBy?.holdoutRate ?? 0.05 },
      variant: enrollment.variant === "holdout" ? "holdout" : "treated",
      ...{ people: 1, ordered: net > 0 ? 1 : 0, net, netSquares: net ** 2 },
      ...{ predicted: 0, predictedSquares: 0, predictedNet: 0 },
    });
  }
  return experimentsOf(rows).sort((a, b) => a.holdoutRate - b.holdoutRate);
}
