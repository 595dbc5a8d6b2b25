import type { AnyEvent } from "~/events/event";
import { advanceCursor, findLastSeq, readEvents, recordEvents } from "~/events/event-store.server";
import { projectCustomers } from "~/profiles/projection/project-customers.server";
import { EDGE_SHOP as SHOP, EDGE_START as START, type EdgeStage } from "./edge-stage";
import { insertMessages } from "./message-rows";

/** Projects recorded events into customers' records, like the job. */
export async function projectConsents({ db, deps }: EdgeStage): Promise<void> {
  await db.$transaction(async (tx) => {
    const { events } = await readEvents(tx, SHOP, { consumer: "test", limit: 500 }, deps);
    await projectCustomers(tx, SHOP, events, deps);
  });
  await advanceCursor(db, SHOP, "profiles", await findLastSeq(db, SHOP));
}

/** Shopify's report of a customer's consent, from checkout, account, staff and other apps alike. */
export async function receiveConsent(
  stage: EdgeStage,
  { customerId, email }: { readonly customerId: string; readonly email: string },
  marketingState: "subscribed" | "unsubscribed",
  changedAt: Date,
): Promise<void> {
  const event: AnyEvent = {
    shopId: SHOP,
    source: "shopify",
    sourceId: `consent/${customerId}/${changedAt.toISOString()}/${marketingState}`,
    kind: "consent_changed",
    customerId,
    occurredAt: changedAt,
    payload: { marketingState, optIn: "single_opt_in", changedAt },
    personal: { email },
  };
  await recordEvents(stage.db, [event], stage.deps);
  await projectConsents(stage);
}

/**
 * An email sent to a profile.
 * @returns the tokens of its links
 */
export async function storeEmailWithLinks({ db, deps: { keyring } }: EdgeStage, profileId: string) {
  const message = { shopId: SHOP, messageId: "m1", profileId, state: "sent", intent: {} };
  const times = { plannedAt: START, nextRunAt: START, expiresAt: START, sentAt: START };
  const isStored = (await db.messageKey.count({ where: { shopId: SHOP, messageId: "m1" } })) > 0;
  if (!isStored) await insertMessages(db, [{ ...message, ...times }]);
  const text = `${SHOP}/${profileId}/m1`;
  return {
    unsubscribe: keyring.signLink("unsubscribe", text),
    preferences: keyring.signLink("preferences", text),
  };
}
