import type { Tx } from "~/db.server";
import { listEndpoints } from "~/delivery/webhooks/endpoint-store.server";
import { queueWebhooks } from "~/delivery/webhooks/queue-webhooks.server";
import { recordEvents } from "~/events/event-store.server";
import type { ShopId } from "~/lib/shop-id";
import { erasePerson, type ErasureDeps } from "~/privacy/erase-customer.server";
import type { Keyring } from "~/privacy/keyring.server";
import { markDaysForRecount } from "../counts/count-store.server";
import type { EmailEvent } from "./email-event";
import { updateDeliveryStates, listErasedRecipients } from "./email-event-store.server";
import { factsOfReports } from "./facts-of-reports";
import { suppressRecipients } from "./suppress-recipients.server";

interface Deps extends ErasureDeps {
  readonly keyring: Keyring;
}

/**
 * Applies provider events to messages, counts and suppressions. Call it under the locks of
 * `recordEmailEvents`, with events of this shop's messages.
 */
export async function applyEmailEvents(
  tx: Tx,
  shopId: ShopId,
  events: readonly EmailEvent[],
  at: Date,
  deps: Deps,
): Promise<void> {
  if (events.length === 0) return;
  const { keyring, queue } = deps;
  const newlySent = await updateDeliveryStates(tx, shopId, events);
  await markDaysForRecount(
    tx,
    shopId,
    events.map(({ messageId }) => messageId),
  );
  if (newlySent.length > 0) {
    await recordEvents(
      tx,
      newlySent.map(({ messageId, customerId, flowId, stepId, reportedAt }) => ({
        shopId,
        source: "kindred",
        sourceId: `message/${messageId}/sent`,
        kind: "email_sent",
        customerId,
        occurredAt: reportedAt,
        payload: { messageId, flowId, stepId },
        personal: null,
      })),
      { keyring, now: () => at },
    );
    await queue.announce(tx, shopId, "events_recorded");
  }
  const endpoints = await listEndpoints(tx, shopId);
  await queueWebhooks(tx, shopId, factsOfReports(events), endpoints, { keyring, queue, now: at });
  await handleFailures(tx, shopId, events, at, deps);
  await eraseLateRecipients(tx, shopId, events, deps);
}

/** Suppresses failed recipients and checks the auto-pause after bounces and complaints. */
export async function handleFailures(
  tx: Tx,
  shopId: ShopId,
  events: readonly EmailEvent[],
  at: Date,
  { keyring, queue }: Deps,
): Promise<void> {
  if (events.length === 0) return;
  if (events.some(({ delivery }) => delivery === "bounced" || delivery === "complained")) {
    await queue.announce(tx, shopId, "email_went_wrong");
  }
  const suppressed = await suppressRecipients(tx, shopId, events, at, { keyring });
  if (suppressed > 0) await queue.announce(tx, shopId, "suppression_recorded");
}

/** A late event about an erased customer's message leaves only a suppression of the address. */
async function eraseLateRecipients(
  tx: Tx,
  shopId: ShopId,
  events: readonly EmailEvent[],
  deps: Deps,
): Promise<void> {
  const erased = await listErasedRecipients(tx, shopId, events);
  for (const { messageId, recipient } of events) {
    const customerId = erased.get(messageId);
    if (customerId === undefined) continue;
    const emailIndex = recipient === null ? null : deps.keyring.blindIndex(shopId, recipient);
    const named = { customerId, emailIndex, orderIds: [] };
    await erasePerson(tx, shopId, { ...named, requestKey: `late-email-event/${messageId}` }, deps);
  }
}
