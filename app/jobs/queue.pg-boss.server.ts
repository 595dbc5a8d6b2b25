import { fromPglite, fromPrisma, PgBoss, type Job } from "pg-boss";
import { QUEUE_GRANTS } from "~/db-policies.server";
import type { Database, Tx } from "~/db.server";
import type { QueueBacklog } from "~/lib/metrics.server";
import type { ShopId } from "~/lib/shop-id";
import { HANDOFFS, type Fact } from "./handoffs";
import type { JobName } from "./job.server";
import type { Queue } from "./queue";

export type WakeUpRow = Job;

/** A queue with everything that the worker needs beyond announcing. */
export interface PgBossQueue extends Queue {
  readonly boss: PgBoss;
  wake(job: JobName, shopId: ShopId, tx?: Tx): Promise<void>;
  /** The same for several shops, in one statement. */
  wakeAll(job: JobName, shopIds: readonly ShopId[], tx?: Tx): Promise<void>;
  /** Whether another shop waits for this job. */
  isAwaited(job: JobName, besides: ShopId): Promise<boolean>;
  /** Milliseconds until a delayed wake-up of this job may run; null when none waits. */
  msUntilDelayed(job: JobName): Promise<number | null>;
  /** The names of jobs with wake-ups that may run now. */
  listWaiting(): Promise<string[]>;
  /** The wake-ups that may run now, by job: with a worker, they have waited a few seconds. */
  readBacklog(): Promise<QueueBacklog[]>;
  /** A statement as the owner of the tables, on the queue's connections. */
  queryAsOwner(sql: string, values: readonly unknown[]): Promise<unknown[]>;
  /** Calls back with the job of new wake-ups, or with null when notifications may have been lost. */
  onNotification(listener: (job: string | null) => void): void;
  /** Whether the database notifies. */
  isNotified(): boolean;
  stop(): Promise<void>;
}

/** A drain takes seconds; after ten minutes it counts as hung and another worker retries it. */
const EXPIRE_SECONDS = 600;
/** No wake-up waits for another, so pg-boss need not look every five seconds for one that may begin. */
const UNUSED_SECONDS = 3_600;
/** A worker without a heartbeat for this long was killed: others take over its shops. */
export const HEARTBEAT_SECONDS = 30;

/**
 * pg-boss in the app's own database. Each job is a queue in which a shop has at most one waiting and one running
 * wake-up (`stately` by `singletonKey`): a thousand webhooks cost a few jobs, and a large shop waits behind small
 * ones.
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
    // The worker's sweep does this, so that one clock decides what is due.
    schedule: false,
    flowIntervalSeconds: UNUSED_SECONDS,
  });
  boss.on("error", onError);
  const asOwner = boss.getDb();
  const notifications = interceptNotifications(asOwner);
  await boss.start();
  // PGlite belongs to one process, so anything running at its start belonged to a killed one.
  if (driver.kind === "pglite") await boss.deleteAllJobs();
  const { rows: known } = await asOwner.executeSql("select name from pgboss.queue");
  const knownNames = new Set((known as { name: string }[]).map(({ name }) => name));
  for (const name of jobNames) {
    if (knownNames.has(name)) continue;
    await boss.createQueue(name, {
      policy: "stately",
      notify: true,
      retryLimit: 3,
      retryDelay: 1,
      retryBackoff: true,
      expireInSeconds: EXPIRE_SECONDS,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      // Finished wake-ups are useless, because the state is in the tables.
      deleteAfterSeconds: 60,
    });
  }
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

  async function listWaiting(): Promise<string[]> {
    const { rows } = await asOwner.executeSql(
      "select distinct name from pgboss.job where state < 'active' and start_after <= now()",
    );
    return (rows as { name: string }[]).map(({ name }) => name);
  }

  async function readBacklog(): Promise<QueueBacklog[]> {
    const { rows } = await asOwner.executeSql(
      `select name as job, count(*)::int as waiting, extract(epoch from now() - min(start_after))::float as seconds
      from pgboss.job where state < 'active' and start_after <= now() group by name`,
    );
    return rows as QueueBacklog[];
  }

  async function queryAsOwner(sql: string, values: readonly unknown[]): Promise<unknown[]> {
    const { rows } = await asOwner.executeSql(sql, [...values]);
    return rows as unknown[];
  }

  // One insert for many shops costs the same as one `send`. Sorted, so that two writers never deadlock.
  async function wakeAll(job: JobName, shopIds: readonly ShopId[], tx?: Tx): Promise<void> {
    const wakeUps = shopIds
      .toSorted()
      .map((shopId) => ({ data: { shopId }, singletonKey: shopId }));
    await boss.insert(job, wakeUps, tx && { db: fromPrisma(tx) });
  }

  async function announceAll(tx: Tx, shopIds: Iterable<ShopId>, fact: Fact): Promise<void> {
    const unique = [...new Set(shopIds)];
    for (const job of HANDOFFS[fact]) await wakeAll(job, unique, tx);
  }

  let stopping: Promise<void> | null = null;
  return {
    boss,
    wake,
    wakeAll,
    isAwaited,
    msUntilDelayed,
    listWaiting,
    readBacklog,
    queryAsOwner,
    ...notifications,
    announce: (tx, shopId, fact) => announceAll(tx, [shopId], fact),
    announceAll,
    stop() {
      stopping ??= boss.stop({ graceful: true, timeout: 20_000, close: true });
      return stopping;
    },
  };
}

/** pg-boss wakes its own workers by its listener. Here our pollers receive the notifications instead. */
function interceptNotifications(
  db: ReturnType<PgBoss["getDb"]>,
): Pick<PgBossQueue, "onNotification" | "isNotified"> {
  let notify: (job: string | null) => void = () => undefined;
  let isNotified = false;
  const listen = db.listen?.bind(db);
  if (listen) {
    db.listen = async (channel) => {
      const handle = await listen(
        channel,
        (job) => notify(job),
        () => notify(null),
      );
      isNotified = true;
      return handle;
    };
  }
  return {
    onNotification(listener) {
      notify = listener;
    },
    isNotified: () => isNotified,
  };
}
