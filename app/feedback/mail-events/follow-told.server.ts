import type { Tx } from "~/db.server";
import { recordEvents } from "~/events/event-store.server";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { markMails } from "../counts/count-store.server";
import type { MailEvent } from "./mail-event";
import { followMailEvents } from "./mail-event-store.server";
import { suppressTold } from "./suppress-told.server";

interface Deps {
  readonly keyring: Keyring;
  readonly queue: Queue;
}

/**
 * Brings mails, counts and suppressions up to what a provider told. Call under
 * the locks of `recordMailEvents`, with the events of mails that the shop has.
 */
export async function followTold(
  tx: Tx,
  shopId: ShopId,
  events: readonly MailEvent[],
  at: Date,
  { keyring, queue }: Deps,
): Promise<void> {
  if (events.length === 0) return;
  const found = await followMailEvents(tx, shopId, events);
  await markMails(
    tx,
    shopId,
    events.map(({ messageId }) => messageId),
  );
  if (found.length > 0) {
    await recordEvents(
      tx,
      found.map(({ messageId, customerId, flowId, stepId, toldAt }) => ({
        shopId,
        source: "kindred",
        sourceId: `message/${messageId}/sent`,
        kind: "mail_sent",
        customerId,
        occurredAt: toldAt,
        payload: { messageId, flowId, stepId },
        personal: null,
      })),
      { keyring, now: () => at },
    );
    await queue.announce(tx, shopId, "events_recorded");
  }
  if (events.some(({ delivery }) => delivery === "bounced" || delivery === "complained")) {
    await queue.announce(tx, shopId, "mail_went_wrong");
  }
  const suppressed = await suppressTold(tx, shopId, events, at, { keyring });
  if (suppressed > 0) await queue.announce(tx, shopId, "suppression_recorded");
}
