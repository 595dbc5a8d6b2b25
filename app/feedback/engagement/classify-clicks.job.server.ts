import { z } from "zod";
import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { recordEvents } from "~/events/event-store.server";
import { defineJob } from "~/jobs/job.server";
import type { ShopId } from "~/lib/shop-id";
import { getAttributionWindowHours, listOrderIdsAfterClicks } from "../attribution-store.server";
import { markDaysForRecount } from "../counts/count-store.server";
import { recreditOrders } from "../recredit-orders.server";
import { findSignals } from "./find-signals";
import {
  saveClassifications,
  correctRecordedClasses,
  listMessagesToClassify,
  selectShopsToClassify,
  lockMessagesWithEvents,
  type MessageWithEvents,
  type StoredEngagementEvent,
  nextClassificationTimes,
} from "./engagement-store.server";
import { scoreSignals, type Classification } from "./score-signals";

type Deps = CommonDeps<"db" | "keyring" | "queue" | "now">;

const SLICE_MESSAGES = 100;

/**
 * Classifies engagement events after one minute and records the clicks among them; no click has an effect
 * earlier. Events classified by older rules are reclassified, and attributions follow.
 */
export const classifyClicksJob = defineJob<Deps>({
  name: "feedback.classify-clicks",
  selectDueShops: selectShopsToClassify,
  nextDueTimes: nextClassificationTimes,

  async run(shopId, deps) {
    const now = deps.now();
    return deps.db.$transaction(async (tx) => {
      const messageIds = await listMessagesToClassify(tx, shopId, now, SLICE_MESSAGES);
      if (messageIds.length === 0) return { more: false };
      const messages = await lockMessagesWithEvents(tx, shopId, messageIds, now);
      const classifications = messages.flatMap((email) =>
        email.engagementEvents
          .filter(({ isDue }) => isDue)
          .map((event) => ({ email, event, ...classify(event, email) })),
      );
      await saveClassifications(
        tx,
        shopId,
        classifications.map(({ event: { eventId }, classification: verdict, score, reason }) => ({
          eventId,
          classification: verdict,
          score,
          reason,
        })),
      );
      await recordClickEvents(tx, shopId, classifications, deps);
      await correctClickEvents(tx, shopId, classifications);
      await markDaysForRecount(tx, shopId, messageIds);
      return { more: messageIds.length === SLICE_MESSAGES };
    });
  },
});

type ClassifiedEvent = Classification & {
  readonly email: MessageWithEvents;
  readonly event: StoredEngagementEvent;
};

function classify(event: StoredEngagementEvent, email: MessageWithEvents): Classification {
  return scoreSignals(
    findSignals(event, email.engagementEvents, email, email.visitedEventIds.has(event.eventId)),
  );
}

/** Records newly classified clicks as events. */
async function recordClickEvents(
  tx: Tx,
  shopId: ShopId,
  classified: readonly ClassifiedEvent[],
  { keyring, queue, now }: Deps,
): Promise<void> {
  const clicks = classified.filter(({ event }) => event.kind === "click" && event.score === null);
  if (clicks.length === 0) return;
  await recordEvents(
    tx,
    clicks.map(({ email, event, classification: verdict }) => ({
      shopId,
      source: "kindred",
      sourceId: `engagement/${event.eventId}`,
      kind: "email_clicked",
      customerId: email.customerId,
      occurredAt: event.occurredAt,
      payload: {
        messageId: email.messageId,
        flowId: email.flowId,
        stepId: email.stepId,
        linkIndex: event.linkIndex ?? 0,
        productId: pickedProduct(email, event),
        position: event.position ?? undefined,
        classification: verdict,
      },
      personal: null,
    })),
    { keyring, now },
  );
  await queue.announce(tx, shopId, "events_recorded");
}

/** Corrects the events and attributions of clicks whose class changed. */
async function correctClickEvents(
  tx: Tx,
  shopId: ShopId,
  classified: readonly ClassifiedEvent[],
): Promise<void> {
  const changed = classified.filter(
    ({ event, classification: verdict }) =>
      event.kind === "click" && event.score !== null && event.classification !== verdict,
  );
  if (changed.length === 0) return;
  await correctRecordedClasses(
    tx,
    shopId,
    changed.map(({ event, classification: verdict }) => ({
      eventId: event.eventId,
      classification: verdict,
    })),
  );
  const windowHours = await getAttributionWindowHours(tx, shopId);
  const clicks = changed.map(({ email, event }) => ({
    messageId: email.messageId,
    at: event.occurredAt,
  }));
  const orderIds = await listOrderIdsAfterClicks(tx, shopId, clicks, windowHours);
  await recreditOrders(tx, shopId, orderIds, windowHours);
}

const Picks = z.array(z.string());

/** The recommended product of a link: links of recommendations are in the order of the recommendations. */
function pickedProduct(
  { picks }: MessageWithEvents,
  { position, place }: StoredEngagementEvent,
): string | null {
  if (position !== "pick" || place === null) return null;
  return Picks.safeParse(picks).data?.[place - 1] ?? null;
}
