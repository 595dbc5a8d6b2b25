import { v7 as uuidv7 } from "uuid";
import type { PrismaClient } from "~/generated/prisma/client";
import { createBatcher } from "~/events/inbox/create-batcher.server";
import {
  recordEngagementEvents,
  type TrackedDestination,
  type NewEngagementEvent,
} from "./engagement-store.server";

export interface EngagementRecorder {
  /**
   * Resolves when the hit is committed.
   *
   * @returns its id and where it leads; null for a mail or a link that is gone
   * @throws AppError `unavailable` when it cannot be stored now
   */
  record(
    event: Omit<NewEngagementEvent, "hitId">,
  ): Promise<(TrackedDestination & { readonly hitId: string }) | null>;
  /** Commits what waits and takes no more. */
  close(): Promise<void>;
}

/** About a second's worth: whoever waits longer has closed the page. */
const MAX_WAITING = 2_000;

interface PendingEvent {
  readonly event: NewEngagementEvent;
  /** Written by the commit. */
  mail: TrackedDestination | null;
}

/**
 * Keeps the hits that come in together by one statement: people who follow a
 * link wait for its commit, and a commit costs about the same for many as for one.
 */
export function createEngagementRecorder({
  db,
}: {
  readonly db: PrismaClient;
}): EngagementRecorder {
  const batcher = createBatcher<PendingEvent>({
    what: "Hits",
    reason: "record-hits",
    maxWaiting: MAX_WAITING,
    async commit(pending) {
      const events = pending.map(({ event }) => event);
      // A second time, for what passes: somebody who is being erased may stand in the way of others.
      const mails = await recordEngagementEvents(db, events).catch(() =>
        recordEngagementEvents(db, events),
      );
      for (const it of pending) it.mail = mails.get(it.event.hitId) ?? null;
    },
  });
  return {
    async record(event) {
      const hitId = uuidv7();
      const pending: PendingEvent = { event: { ...event, hitId }, mail: null };
      await batcher.add(pending);
      return pending.mail && { ...pending.mail, hitId };
    },
    close: () => batcher.close(),
  };
}
