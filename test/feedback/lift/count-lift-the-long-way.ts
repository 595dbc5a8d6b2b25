import type { Db } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import type { FlowLiftCounts } from "~/feedback/lift/count-lift.server";
import type { ShopId } from "~/lib/shop-id";

const HOUR_MS = 3_600_000;

/** Lift counted row by row: no SQL but what fetches the rows. */
export async function countLiftTheLongWay(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<FlowLiftCounts[]> {
  const settings = await db.settings.findUnique({ where: { shopId } });
  const windowMs = SendingSettings.parse(settings?.sending ?? {}).attributionWindowHours * HOUR_MS;
  const saves = await db.auditEntry.findMany({ where: { shopId }, orderBy: { at: "asc" } });
  const orders = await db.order.findMany({ where: { shopId, cancelledAt: null } });
  const messages = await db.message.findMany({
    where: { shopId },
    include: { enrollment: true },
    orderBy: { plannedAt: "asc" },
  });

  const seen = new Set<string>();
  const strata = new Map<string, FlowLiftCounts>();
  for (const { flowId, profileId, plannedAt, enrollment } of messages) {
    if (!flowId || !enrollment || seen.has(`${flowId} ${profileId}`)) continue;
    seen.add(`${flowId} ${profileId}`);
    if (plannedAt.getTime() + windowMs > now.getTime()) continue;
    const hasOrdered = orders.some(
      (order) =>
        order.profileId === profileId &&
        order.placedAt > plannedAt &&
        order.placedAt.getTime() <= plannedAt.getTime() + windowMs,
    );
    const drawnBy = saves.filter(({ at }) => at <= enrollment.enrolledAt).at(-1)?.detail as
      { holdoutRate: number } | undefined;
    const holdoutRate = drawnBy?.holdoutRate ?? 0.05;
    const key = `${flowId} ${holdoutRate}`;
    const before = strata.get(key) ?? {
      flowId,
      holdoutRate,
      treated: { people: 0, ordered: 0 },
      holdout: { people: 0, ordered: 0 },
    };
    const arm = enrollment.arm === "holdout" ? "holdout" : "treated";
    const { people, ordered } = before[arm];
    const counted = { people: people + 1, ordered: ordered + (hasOrdered ? 1 : 0) };
    strata.set(key, { ...before, [arm]: counted });
  }
  return [...strata.values()].sort(
    (a, b) => a.flowId.localeCompare(b.flowId) || a.holdoutRate - b.holdoutRate,
  );
}
