import { createHash } from "node:crypto";
import { acrossShops } from "~/db-scope.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { byJob, listDueShops, listNextDueTimes } from "./due-shops.server";
import { claimDue, fillDue, findDue, replaceDue } from "./due-store.server";
import type { Job } from "./job.server";
import type { PgBossQueue } from "./queue.pg-boss.server";

interface SweepDeps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

type Seen = Awaited<ReturnType<typeof lookAtSome>>;

/** On a busy machine, the searches of some shops take longer than the usual five seconds. */
const TRANSACTION = { timeout: 60_000 };

/**
 * Wakes the jobs of shops with due rows. Looks only at shops in which a row was changed or became due since they were last
 * looked at: without any, it is one index look-up, however many shops there are.
 */
export function sweep<Deps extends SweepDeps>(
  queue: Pick<PgBossQueue, "wakeAll">,
  jobs: readonly Job<Deps>[],
  { db, now }: SweepDeps,
): Promise<void> {
  const at = now();
  return acrossShops("find-due-shops", async () => {
    const filledFor = fingerprintOf(jobs);
    const { isDue, isFilled } = await findDue(db, at, filledFor);
    if (!isFilled) {
      const others = (await listDueShops(db, jobs, at)).map(({ shopId }) => shopId);
      await fillDue(db, others, filledFor);
    } else if (!isDue) return;
    let lastId: bigint | null = null;
    for (;;) {
      const seen: Seen = await lookAtSome(jobs, lastId, { db, at });
      if (seen.claimed.length === 0) return;
      for (const [job, shopIds] of byJob(seen.due)) await queue.wakeAll(job, shopIds);
      lastId ??= seen.lastId;
    }
  });
}

/**
 * The due jobs of some shops that may be due. A shop with due jobs stays in `due`, so it is looked at until they have run:
 * their wake-ups, which follow the commit, may be lost.
 */
function lookAtSome<Deps>(
  jobs: readonly Job<Deps>[],
  lastId: bigint | null,
  { db, at }: { readonly db: PrismaClient; readonly at: Date },
) {
  return db.$transaction(async (tx) => {
    const claim = await claimDue(tx, at, lastId);
    const { claimed } = claim;
    if (claimed.length === 0) return { ...claim, due: [] };
    const shopIds = claimed.map(({ shopId }) => shopId);
    const due = await listDueShops(tx, jobs, at, shopIds);
    const dueIds = new Set(due.map(({ shopId }) => shopId));
    // Due shops are looked at again in any case, so their next times, which take as long as the search, are not read.
    const restIds = shopIds.filter((shopId) => !dueIds.has(shopId));
    const nextAt = await listNextDueTimes(tx, jobs, at, restIds);
    for (const shopId of dueIds) nextAt.set(shopId, at);
    await replaceDue(tx, claimed, nextAt);
    return { ...claim, due };
  }, TRANSACTION);
}

/** Not the name of a shop. Differs between releases with other searches, or with other values in them. */
function fingerprintOf(jobs: readonly Job<never>[]): string {
  const hash = createHash("sha256");
  const then = new Date(0);
  for (const { name, selectDueShops, nextDueTimes } of jobs) {
    const searches = [selectDueShops?.(then), ...(nextDueTimes?.(then) ?? [])];
    hash.update(JSON.stringify([name, searches.map((it) => [it?.strings, it?.values])]));
  }
  return `searches ${hash.digest("base64url")}`;
}
