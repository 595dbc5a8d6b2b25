import type { Tx } from "~/db.server";
import { drawHours, drawTime, type DrawnHour } from "~/experiments/optimization/draw-hours.server";
import { BEST_HOUR, RANDOM_HOUR, type Experiment } from "~/experiments/optimization/experiment";
import { findRecipientGroups } from "~/experiments/optimization/recipient-groups.server";
import { MIN_USEFUL_MS } from "~/experiments/optimization/trial-limits";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { HOURS } from "~/ml/customers/hour-rates";
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
  readonly inBaseline: boolean;
}

/**
 * Delays messages to their recipients' best hour, or to a random one, where the experiment drew it. Only a
 * message that could wait takes part: the recipient has a learned
 * best hour, and the message has not expired by then. So both variants
 * are comparable. A random hour is one of those at which the message has not expired.
 *
 * @param choices the experiments of send times
 * @returns the messages with their due times, and the draws
 */
export async function applyBestHours<M extends PlannedFlowMessage>(
  tx: Tx,
  shopId: ShopId,
  emails: readonly M[],
  choices: readonly Experiment[],
  now: Date,
): Promise<{ readonly emails: readonly M[]; readonly drawn: readonly DrawnHour[] }> {
  const unchanged = { emails, drawn: [] };
  if (emails.length === 0 || choices.length === 0) return unchanged;
  const { timeZone } = await tx.shop.findUniqueOrThrow({
    where: { shopId },
    select: { timeZone: true },
  });
  const best = await findNextBestTimes(tx, shopId, emails, timeZone);
  const movable = emails.filter(
    ({ messageId, state, inBaseline }) => state === "planned" && !inBaseline && best.has(messageId),
  );
  const groups = await findRecipientGroups(
    tx,
    shopId,
    movable.map(({ profileId }) => profileId),
    now,
  );
  const drawn = drawHours(
    shopId,
    choices,
    movable.map(({ profileId, messageId, flowId, stepId }) => ({
      ...{ messageId, flowId, stepId },
      group: groups.get(profileId) ?? null,
    })),
  );
  const variantOf = new Map(drawn.map(({ messageId, variant }) => [messageId, variant]));
  const timeOf = (email: M): Date | null => {
    const variant = variantOf.get(email.messageId);
    if (variant === BEST_HOUR) return best.get(email.messageId) ?? null;
    if (variant !== RANDOM_HOUR) return null;
    return drawTime(shopId, email.messageId, listUsefulTimes(email, timeZone));
  };
  return {
    drawn,
    emails: emails.map((email) => {
      const at = timeOf(email);
      return at === null ? email : { ...email, nextRunAt: at };
    }),
  };
}

/** The next time of each hour of the day at which a message has not expired. */
function listUsefulTimes(email: PlannedFlowMessage, timeZone: string): Date[] {
  return Array.from({ length: HOURS }, (_, hour) =>
    nextHour(email.nextRunAt, hour, timeZone),
  ).filter((at) => isUseful(at, email));
}

const isUseful = (at: Date, { expiresAt }: Pick<PlannedFlowMessage, "expiresAt">) =>
  at.getTime() + MIN_USEFUL_MS < expiresAt.getTime();

/** The next best hour of each message's recipient; skips messages that cannot wait for it. */
async function findNextBestTimes(
  tx: Tx,
  shopId: ShopId,
  emails: readonly PlannedFlowMessage[],
  timeZone: string,
): Promise<ReadonlyMap<string, Date>> {
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
      return isUseful(at, { expiresAt }) ? [[messageId, at] as const] : [];
    }),
  );
}
