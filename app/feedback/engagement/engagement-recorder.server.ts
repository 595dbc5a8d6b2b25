import { v7 as uuidv7 } from "uuid";
import type { PrismaClient } from "~/generated/prisma/client";
import { createBatcher } from "~/lib/create-batcher.server";
import {
  recordEngagementEvents,
  type NewEngagementEvent,
  type RequestedShop,
} from "./engagement-store.server";

export interface EngagementRecorder {
  /**
   * Resolves when the event is committed.
   *
   * @returns its id and shop; null for an erased message
   * @throws AppError `unavailable` when it cannot be stored now
   */
  record(
    event: Omit<NewEngagementEvent, "eventId">,
  ): Promise<(RequestedShop & { readonly eventId: string }) | null>;
  /** Commits pending events and accepts no more. */
  close(): Promise<void>;
}

/** About one second of events: longer waits outlast the visitor. */
const MAX_WAITING = 2_000;

interface PendingEvent {
  readonly event: NewEngagementEvent;
  /** Set by the commit. */
  shop: RequestedShop | null;
}

/**
 * Batches concurrent events into one statement: visitors who follow a link wait for its commit, and a commit
 * costs about the same for many as for one.
 */
export function createEngagementRecorder({
  db,
}: {
  readonly db: PrismaClient;
}): EngagementRecorder {
  const batcher = createBatcher<PendingEvent>({
    what: "Hits",
    reason: "record-engagement",
    maxWaiting: MAX_WAITING,
    async commit(pending) {
      const events = pending.map(({ event }) => event);
      // Retry once: the erasure of one customer may block the others briefly.
      const shops = await recordEngagementEvents(db, events).catch(() =>
        recordEngagementEvents(db, events),
      );
      for (const it of pending) it.shop = shops.get(it.event.eventId) ?? null;
    },
  });
  return {
    async record(event) {
      const eventId = uuidv7();
      const pending: PendingEvent = { event: { ...event, eventId }, shop: null };
      await batcher.add(pending);
      return pending.shop && { ...pending.shop, eventId };
    },
    close: () => batcher.close(),
  };
}
