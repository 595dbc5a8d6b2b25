import { v7 as uuidv7 } from "uuid";
import type { PrismaClient } from "~/generated/prisma/client";
import { createBatcher } from "~/events/inbox/create-batcher.server";
import { recordHits, type HitMail, type NewHit } from "./hit-store.server";

export interface HitRecorder {
  /**
   * Resolves when the hit is committed.
   *
   * @returns its id and where it leads; null for a mail or a link that is gone
   * @throws AppError `unavailable` when it cannot be stored now
   */
  keep(hit: Omit<NewHit, "hitId">): Promise<(HitMail & { readonly hitId: string }) | null>;
  /** Commits what waits and takes no more. */
  close(): Promise<void>;
}

/** About a second's worth: whoever waits longer has closed the page. */
const MAX_WAITING = 2_000;

interface Asked {
  readonly hit: NewHit;
  /** Written by the commit. */
  mail: HitMail | null;
}

/**
 * Keeps the hits that come in together by one statement: people who follow a
 * link wait for its commit, and a commit costs about the same for many as for one.
 */
export function createHitRecorder({ db }: { readonly db: PrismaClient }): HitRecorder {
  const batcher = createBatcher<Asked>({
    what: "Hits",
    reason: "record-hits",
    maxWaiting: MAX_WAITING,
    async commit(asked) {
      const hits = asked.map(({ hit }) => hit);
      // A second time, for what passes: somebody who is being erased may stand in the way of others.
      const mails = await recordHits(db, hits).catch(() => recordHits(db, hits));
      for (const it of asked) it.mail = mails.get(it.hit.hitId) ?? null;
    },
  });
  return {
    async keep(hit) {
      const hitId = uuidv7();
      const asked: Asked = { hit: { ...hit, hitId }, mail: null };
      await batcher.add(asked);
      return asked.mail && { ...asked.mail, hitId };
    },
    close: () => batcher.close(),
  };
}
