import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { MessageIntent } from "~/messages/message";
import type { Keyring } from "~/privacy/keyring.server";
import { loadDeliveryFacts, type MessageRef } from "~/delivery/decision/delivery-facts.server";
import { forecastDepartures } from "~/delivery/decision/forecast-departures";
import { loadSendingSetup } from "~/delivery/decision/sending-setup.server";
import { pendingEmail, type PendingEmail } from "./pending-email";

interface Deps {
  readonly keyring: Pick<Keyring, "open">;
  readonly now: () => Date;
}

interface PlannedRow extends Omit<MessageRef, "intent"> {
  readonly intent: unknown;
  readonly nextRunAt: Date;
  readonly reason: string | null;
}

/** Messages of a profile compete for its caps, so they are forecast together, up to this many. */
const MAX_FORECAST = 500;

/**
 * Forecasts when the planned messages of these profiles will leave, and why they wait.
 *
 * @returns by message id; messages without a forecast are missing
 */
export async function loadDepartures(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  { keyring, now }: Deps,
): Promise<Map<string, PendingEmail>> {
  if (profileIds.length === 0) return new Map();
  const at = now();
  const rows = await db.$queryRaw<PlannedRow[]>`
    select message_id as "messageId", profile_id as "profileId", intent, expires_at as "expiresAt",
      next_run_at as "nextRunAt", reason
    from message_status
    where shop_id = ${shopId} and profile_id = any(${[...new Set(profileIds)]}::text[])
      and next_run_at is not null and state = 'planned'
    order by next_run_at, message_id limit ${MAX_FORECAST}`;
  const messages = rows.flatMap((row) => {
    const intent = MessageIntent.safeParse(row.intent);
    return intent.success ? [{ ...row, intent: intent.data }] : [];
  });
  if (messages.length === 0) return new Map();
  const setup = await loadSendingSetup(db, shopId, { keyring });
  const known = await loadDeliveryFacts(db, shopId, messages, setup, at);
  const planned = known.map((message) => ({
    ...message,
    from: message.nextRunAt < at ? at : message.nextRunAt,
  }));
  return new Map(
    forecastDepartures(planned, setup.settings).map((message) => [
      message.messageId,
      pendingEmail(message, message.departure, at),
    ]),
  );
}
