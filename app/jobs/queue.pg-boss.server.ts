import { fromPglite, fromPrisma, PgBoss } from "pg-boss";
import { QUEUE_GRANTS } from "~/db-policies.server";
import type { Database, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { HANDOFFS, type Fact } from "./handoffs";
import type { JobName } from "./job.server";
import type { Queue } from "./queue";

/** A queue that also runs: what the worker needs beyond announcing. */
export interface PgBossQueue extends Queue {
  readonly boss: PgBoss;
  wake(job: JobName, shopId: ShopId, tx?: Tx): Promise<void>;
  /** Whether another shop waits for its turn at this job. */
  isAwaited(job: JobName, besides: ShopId): Promise<boolean>;
  /** How long until a wake-up of this job that waits for its time may run, in ms; null when none waits. */
  msUntilDelayed(job: JobName): Promise<number | null>;
  stop(): Promise<void>;
}

/** A drain takes seconds; after ten minutes it counts as hung and another worker retries it. */
const EXPIRE_SECONDS = 600;
/** A worker without a heartbeat for this long was killed: others take over its shops. */
const HEARTBEAT_SECONDS = 30;

/**
 * pg-boss in the database of the app itself. Each job is a queue in which a
 * shop has at most one wake-up waiting and one running (`stately` by
 * `singletonKey`): a thousand webhooks cost a handful of jobs, and a big shop
 * waits its turn behind the small ones.
 */
export async function startPgBossQueue(
  { driver }: Pick<Database, "driver">,
  jobNames: readonly JobName[],
  onError: (error: Error) => void,
): Promise<PgBossQueue> {
  const boss = new PgBoss({
    ...(driver.kind === "pglite"
      ? { db: fromPglite(driver.pglite), backend: "pglite" as const }
      : { connectionString: driver.url, max: 4 }),
    useListenNotify: true,
    // The sweep of the worker does this: one clock decides what is due.
    schedule: false,
  });
  boss.on("error", onError);
  await boss.start();
  for (const name of jobNames) {
    await boss.createQueue(name, {
      policy: "stately",
      notify: true,
      retryLimit: 3,
      retryDelay: 1,
      retryBackoff: true,
      expireInSeconds: EXPIRE_SECONDS,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      // Finished wake-ups have no value: the state is in the tables.
      deleteAfterSeconds: 60,
    });
    // PGlite belongs to one process: what runs there at its start ran in one that was killed.
    if (driver.kind === "pglite") await boss.deleteAllJobs(name);
  }

  const asOwner = boss.getDb();
  await asOwner.executeSql(QUEUE_GRANTS);

  async function wake(job: JobName, shopId: ShopId, tx?: Tx): Promise<void> {
    await boss.send(job, { shopId }, { singletonKey: shopId, ...(tx && { db: fromPrisma(tx) }) });
  }

  async function isAwaited(job: JobName, besides: ShopId): Promise<boolean> {
    const { rows } = await asOwner.executeSql(
      `select 1 from pgboss.job
      where name = $1 and state = 'created' and start_after <= now() and singleton_key <> $2 limit 1`,
      [job, besides],
    );
    return rows.length > 0;
  }

  async function msUntilDelayed(job: JobName): Promise<number | null> {
    const { rows } = await asOwner.executeSql(
      `select (extract(epoch from min(start_after) - now()) * 1000)::float as ms from pgboss.job
      where name = $1 and state < 'active' and start_after > now()`,
      [job],
    );
    return (rows as { ms: number | null }[])[0]?.ms ?? null;
  }

  // One insert for many shops costs what one `send` does. Sorted, so that two writers never wait for each other.
  async function announceAll(tx: Tx, shopIds: Iterable<ShopId>, fact: Fact): Promise<void> {
    const wakeUps = [...new Set(shopIds)]
      .sort()
      .map((shopId) => ({ data: { shopId }, singletonKey: shopId }));
    for (const job of HANDOFFS[fact]) await boss.insert(job, wakeUps, { db: fromPrisma(tx) });
  }

  let stopping: Promise<void> | null = null;
  return {
    boss,
    wake,
    isAwaited,
    msUntilDelayed,
    announce: (tx, shopId, fact) => announceAll(tx, [shopId], fact),
    announceAll,
    stop() {
      stopping ??= boss.stop({ graceful: true, timeout: 20_000, close: true });
      return stopping;
    },
  };
}
