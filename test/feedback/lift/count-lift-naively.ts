import type { Db } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import type { SourceLift } from "~/feedback/lift/lift-days";
import type { ShopId } from "~/lib/shop-id";

const HOUR_MS = 3_600_000;
const EMPTY_GROUP = { people: 0, ordered: 0, netMinor: 0, netSquares: 0 };

/** Naive reference: lift counted row by row; SQL only fetches the rows. */
export async function countLiftNaively(db: Db, shopId: ShopId, now: Date): Promise<SourceLift[]> {
  const settings = await db.settings.findUnique({ where: { shopId } });
  const windowMs = SendingSettings.parse(settings?.sending ?? {}).attributionWindowHours * HOUR_MS;
  const saves = await db.auditEntry.findMany({ where: { shopId }, orderBy: { at: "asc" } });
  const orders = await db.order.findMany({ where: { shopId, cancelledAt: null } });
  const messages = await db.messageStatus.findMany({
    where: { shopId },
    include: { enrollment: true },
    orderBy: { plannedAt: "asc" },
  });

  const seen = new Set<string>();
  const strata = new Map<string, SourceLift>();
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
      { holdoutRate: number } | undefined;
    const holdoutRate = drawnBy?.holdoutRate ?? 0.05;
    const key = `${flowId} ${holdoutRate}`;
    const before = strata.get(key) ?? {
      flowId,
      campaignId: "",
      holdoutRate,
      treated: EMPTY_GROUP,
      holdout: EMPTY_GROUP,
    };
    const variant = enrollment.variant === "holdout" ? "holdout" : "treated";
    const { people, ordered, netMinor, netSquares } = before[variant];
    const counted = {
      people: people + 1,
      ordered: ordered + (own.length > 0 ? 1 : 0),
      netMinor: netMinor + net,
      netSquares: netSquares + net ** 2,
    };
    strata.set(key, { ...before, [variant]: counted });
  }
  return [...strata.values()].sort(
    (a, b) => a.flowId.localeCompare(b.flowId) || a.holdoutRate - b.holdoutRate,
  );
}
