import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { SendingSettings } from "~/delivery/settings/sending-settings";
import { HOLDOUT_CHOICES } from "~/experiments/holdout-settings";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";

/** How long a change can be undone where it was made; later it is one more change in Settings. */
const UNDO_DAYS = 14;
const DAY_MS = 86_400_000;

const Change = z.object({ holdoutRate: z.number(), previousHoldoutRate: z.number() });

/**
 * Sets the holdout rate of flows to one that Kindred offers, or undoes that. Who is in the holdout stays there if the
 * rate rises; results under each rate are compared within that rate.
 *
 * @returns whether it was changed: not to a rate that was not offered, and not before settings exist
 */
export async function changeHoldoutRate(
  tx: Tx,
  shopId: ShopId,
  rate: number,
  at: Date,
): Promise<boolean> {
  const undoRate = await findHoldoutUndo(tx, shopId, at);
  if (!HOLDOUT_CHOICES.some((it) => it === rate) && rate !== undoRate) return false;
  const settings = await tx.settings.findUnique({ where: { shopId } });
  if (!settings) return false;
  const sending = SendingSettings.parse(settings.sending);
  const { version } = settings;
  const { count } = await tx.settings.updateMany({
    where: { shopId, version },
    data: { sending: { ...sending, holdoutRate: rate }, version: version + 1, updatedAt: at },
  });
  if (count === 0) return false;
  const { holdoutRate: previousHoldoutRate, shopHoldoutRate, baselineRate } = sending;
  const detail = { version: version + 1, holdoutRate: rate, shopHoldoutRate, baselineRate };
  await recordAudit(tx, shopId, {
    at,
    actor: "merchant",
    action: "settings_saved",
    // Undoing is not itself offered to be undone.
    detail: rate === undoRate ? detail : { ...detail, previousHoldoutRate },
  });
  return true;
}

/** The holdout rate before the latest change, if that was made by `changeHoldoutRate` in the last 14 days; else null. */
export async function findHoldoutUndo(db: Db, shopId: ShopId, now: Date): Promise<number | null> {
  const last = await db.auditEntry.findFirst({
    where: {
      ...{ shopId, action: "settings_saved" },
      at: { gt: new Date(now.getTime() - UNDO_DAYS * DAY_MS) },
    },
    orderBy: { at: "desc" },
    select: { detail: true },
  });
  const change = Change.safeParse(last?.detail);
  return change.success ? change.data.previousHoldoutRate : null;
}
