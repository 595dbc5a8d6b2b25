import type { Tx } from "~/db.server";
import { listShopsBehind, lockCursor } from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Queue } from "~/jobs/queue";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { askedFacts } from "../asked-facts";
import { listConditions, type SegmentRule } from "../segment";
import { loadProfileFacts } from "../profile-facts-store.server";
import { adjustCounts, listLostMembers, moveMembers } from "./member-store.server";
import { placeProfiles } from "./place-profiles";
import { recordMoves } from "./record-moves.server";
import { listSegments } from "./segment-store.server";
import { FOLLOWED, skipTouched, takeTouched } from "./touched-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "seal">;
  readonly queue: Queue;
  readonly now: () => Date;
}

/**
 * Lets those join and leave whom the newest events, visits and scores are about. What time alone
 * changes, and what is told of nobody in particular, comes by `sweep-segments`.
 */
export const followMembersJob = defineJob<Deps>({
  name: "segments.follow-members",
  listDueShops: (db) => listShopsBehind(db, FOLLOWED, "profiles"),

  async run(shopId, deps) {
    const now = deps.now();
    return deps.db.$transaction(async (tx) => {
      await lockCursor(tx, shopId, FOLLOWED);
      const segments = (await listSegments(tx, shopId)).flatMap(
        ({ segmentId, rule, evaluatedAt }) =>
          rule !== null && evaluatedAt !== null ? { segmentId, rule, evaluatedAt } : [],
      );
      if (segments.length === 0) {
        await skipTouched(tx, shopId, now);
        return { more: false };
      }
      const since = {
        scoredSince: lookedAtSince(segments, SCORES),
        notedSince: lookedAtSince(segments, NOTES),
      };
      const { profileIds, more } = await takeTouched(tx, shopId, since, now);
      const asked = askedFacts(segments.map(({ rule }) => rule));
      const facts = await loadProfileFacts(tx, shopId, profileIds, asked);
      const gone = profileIds.filter((id) => !facts.has(id));
      const changes = [
        ...placeProfiles(segments, facts, now),
        ...(gone.length > 0 ? await listLostMembers(tx, shopId, gone) : []),
      ];
      if (changes.length > 0) await settle(tx, shopId, changes, deps);
      return { more };
    });
  },
});

/** What is written now may have been begun so long ago. */
const BEGUN_MS = 60_000;

/** Since when such facts have not been looked at with everybody; `null` where no rule asks for any. */
function lookedAtSince(
  segments: readonly { readonly rule: SegmentRule; readonly evaluatedAt: Date }[],
  kinds: ReadonlySet<string>,
): Date | null {
  const asks = (rule: SegmentRule) =>
    listConditions(rule).some(({ condition }) => kinds.has(condition.kind));
  const times = segments.flatMap(({ rule, evaluatedAt }) =>
    asks(rule) ? evaluatedAt.getTime() : [],
  );
  return times.length === 0 ? null : new Date(Math.min(...times) - BEGUN_MS);
}

const SCORES: ReadonlySet<string> = new Set(["prediction", "group"]);
const NOTES: ReadonlySet<string> = new Set(["noted"]);

async function settle(
  tx: Tx,
  shopId: ShopId,
  changes: Parameters<typeof moveMembers>[2],
  deps: Deps,
): Promise<void> {
  const now = deps.now();
  await moveMembers(tx, shopId, changes, now);
  await adjustCounts(tx, shopId, changes, now);
  await recordMoves(tx, shopId, changes, deps);
  await deps.queue.announce(tx, shopId, "events_recorded");
}
