import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { HANDOFFS, JOBS_THAT_FOLLOW, type Fact } from "./handoffs";
import type { JobName } from "./job.server";
import type { PgBossQueue } from "./queue.pg-boss.server";

/** The jobs that a drain wakes for its own shop, kept from the queue. */
export interface Following {
  /** The queue for the drain. */
  readonly queue: PgBossQueue;
  /** The collected jobs, to be run in this process. */
  take(): readonly JobName[];
  /** Wakes the collected jobs by the queue instead. */
  wake(): Promise<void>;
}

/**
 * Collects the jobs of `JOBS_THAT_FOLLOW` that a drain wakes for its shop, so that they can follow without being
 * queued, fetched and completed. Other wake-ups go to the queue, in the transaction of their fact. A rolled back fact
 * is collected, too: its job finds nothing.
 *
 * @param names the jobs of this process
 */
export function collectFollowing(
  queue: PgBossQueue,
  ofShop: ShopId,
  names: ReadonlySet<JobName>,
): Following {
  const collected = new Set<JobName>();

  async function wakeAll(job: JobName, shopIds: readonly ShopId[], tx?: Tx): Promise<void> {
    if (!JOBS_THAT_FOLLOW.has(job) || !names.has(job)) {
      await queue.wakeAll(job, shopIds, tx);
      return;
    }
    if (shopIds.includes(ofShop)) collected.add(job);
    const others = shopIds.filter((it) => it !== ofShop);
    if (others.length > 0) await queue.wakeAll(job, others, tx);
  }

  async function announceAll(tx: Tx, shopIds: Iterable<ShopId>, fact: Fact): Promise<void> {
    const unique = [...new Set(shopIds)];
    for (const job of HANDOFFS[fact]) await wakeAll(job, unique, tx);
  }

  function take(): readonly JobName[] {
    const taken = [...collected];
    collected.clear();
    return taken;
  }

  return {
    queue: {
      ...queue,
      wakeAll,
      announceAll,
      announce: (tx, shopId, fact) => announceAll(tx, [shopId], fact),
    },
    take,
    async wake() {
      for (const job of take()) await queue.wake(job, ofShop);
    },
  };
}
