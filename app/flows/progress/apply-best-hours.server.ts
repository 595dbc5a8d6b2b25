import type { Tx } from "~/db.server";
import {
  drawHours,
  listHourExperiments,
  waitsForBestHour,
  type DrawnHour,
} from "~/experiments/optimization/draw-hours.server";
import { MIN_USEFUL_MS } from "~/experiments/optimization/trial-limits";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { nextHour } from "../time/wall-clock";

/** The fields of a planned message that decide its hour. */
export interface PlannedFlowMessage {
  readonly messageId: string;
  readonly flowId: string;
  readonly stepId: string;
  readonly profileId: ProfileId;
  readonly state: string;
  readonly nextRunAt: Date;
  readonly expiresAt: Date;
}

/**
 * Delays messages to their recipients' best hour where the experiment drew it. Only a
 * message that could wait takes part: the recipient has a learned
 * best hour, and the message has not expired by then. So both variants
 * are comparable.
 *
 * @returns the messages with their due times, and the draws
 */
export async function applyBestHours<M extends PlannedFlowMessage>(
  tx: Tx,
  shopId: ShopId,
  emails: readonly M[],
): Promise<{ readonly emails: readonly M[]; readonly drawn: readonly DrawnHour[] }> {
  const unchanged = { emails, drawn: [] };
  if (emails.length === 0) return unchanged;
  const choices = await listHourExperiments(tx, shopId);
  if (choices.length === 0) return unchanged;
  const best = await findNextBestTimes(tx, shopId, emails);
  const movable = emails.filter(
    ({ messageId, state }) => state === "planned" && best.has(messageId),
  );
  const drawn = drawHours(shopId, choices, movable);
  const waiting = new Set(drawn.filter(waitsForBestHour).map(({ messageId }) => messageId));
  return {
    drawn,
    emails: emails.map((email) =>
      waiting.has(email.messageId)
        ? { ...email, nextRunAt: best.get(email.messageId) ?? email.nextRunAt }
        : email,
    ),
  };
}

/** The next best hour of each message's recipient; skips messages that cannot wait for it. */
async function findNextBestTimes(
  tx: Tx,
  shopId: ShopId,
  emails: readonly PlannedFlowMessage[],
): Promise<ReadonlyMap<string, Date>> {
  const { timeZone } = await tx.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true },
  });
  const profileIds = [...new Set(emails.map(({ profileId }) => profileId))];
  const rows = await tx.$queryRaw<{ profileId: ProfileId; bestHour: number }[]>`
    select profile_id as "profileId", best_hour as "bestHour" from prediction
    where shop_id = ${shopId} and profile_id = any(${profileIds}::text[])
      and best_hour is not null and detail->'bestHour'->>'grade' <> 'D'`;
  const hours = new Map(rows.map(({ profileId, bestHour }) => [profileId, bestHour]));
  return new Map(
    emails.flatMap(({ messageId, profileId, nextRunAt, expiresAt }) => {
      const hour = hours.get(profileId);
      if (hour === undefined) return [];
      const at = nextHour(nextRunAt, hour, timeZone);
      return at.getTime() + MIN_USEFUL_MS < expiresAt.getTime() ? [[messageId, at] as const] : [];
    }),
  );
}
