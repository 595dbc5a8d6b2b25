import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "~/db.server";
import type { PgBossQueue } from "~/jobs/queue.pg-boss.server";
import { createDatabase, type DatabaseName } from "../main-job/databases";
import { median, roundSignificant } from "../statistics";
import type { Table } from "../table";
import { LARGE_SHOP, seedEnrollments, seedShop, SMALL_SHOP } from "./seed-enrollments";
import { withWorker } from "./start-bench-worker";

/** The embedded database is for trying the app: a tenth of the enrollments. */
const DUE = { PGlite: 100_000, PostgreSQL: 1_000_000 };
const TIMES = 20;

/** Delay of a small shop's due enrollment, alone and beside a shop with many due ones. */
export async function benchWithLargeShop(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const results: Waits[] = [];
    for (let i = 0; i < repeats; i++) {
      results.push(await measureWithLargeShop(name, DUE[name], TIMES));
    }
    const idleMs = median(results.map((it) => it.idleMs));
    const besideMs = median(results.map((it) => it.besideMs));
    const goal = besideMs < 2 * idleMs ? "met" : "missed";
    rows.push([
      name,
      DUE[name],
      roundSignificant(idleMs),
      roundSignificant(besideMs),
      roundSignificant(besideMs / idleMs),
      goal,
    ]);
  }
  return {
    title: "A small shop while a large shop is busy",
    intro: [
      `An enrollment of a small shop becomes due with a wake-up, ${TIMES} times one after the other: the median time until its email is planned, without other work and while the enrollments of a large shop are being advanced. Goal: less than twice as long.`,
    ],
    columns: ["", "due in the large shop", "alone ms", "with large shop ms", "times", "goal"],
    rows,
  };
}

interface Waits {
  readonly idleMs: number;
  readonly besideMs: number;
}

async function measureWithLargeShop(
  name: DatabaseName,
  due: number,
  times: number,
): Promise<Waits> {
  const database = await createDatabase(name);
  try {
    return await database.use(async (opened) => {
      const { db } = opened;
      for (const shopId of [LARGE_SHOP, SMALL_SHOP]) await seedShop(db, shopId);
      const before = new Date(Date.now() - 3_600_000);
      return withWorker(opened, async (queue) => {
        const idleMs = await measureWaits(opened, queue, { times, prefix: "alone-" });
        await seedEnrollments(db, LARGE_SHOP, {
          count: due,
          prefix: "due-",
          firstAt: before,
          everyMs: 1,
        });
        await db.$transaction((tx) => queue.announce(tx, LARGE_SHOP, "enrollments_due"));
        await pause(1_000);
        const besideMs = await measureWaits(opened, queue, { times, prefix: "beside-" });
        const left = await db.enrollment.count({ where: { shopId: LARGE_SHOP, attempts: 0 } });
        if (left === 0) throw new Error("The big shop was done before the small one was measured");
        await db.flow.updateMany({ where: { shopId: LARGE_SHOP }, data: { status: "paused" } });
        return { idleMs, besideMs };
      });
    });
  } finally {
    await database.remove();
  }
}

async function measureWaits(
  { db }: Database,
  queue: PgBossQueue,
  { times, prefix }: { readonly times: number; readonly prefix: string },
): Promise<number> {
  const waits: number[] = [];
  for (let i = 0; i < times; i++) {
    const now = new Date();
    const enrollment = `${prefix}${i}-`;
    await seedEnrollments(db, SMALL_SHOP, {
      count: 1,
      prefix: enrollment,
      firstAt: now,
      everyMs: 1,
    });
    const startMs = performance.now();
    await db.$transaction((tx) => queue.announce(tx, SMALL_SHOP, "enrollments_due"));
    const where = { shopId: SMALL_SHOP, enrollmentId: `${enrollment}0` };
    while ((await db.messageStatus.count({ where })) === 0) await pause(5);
    waits.push(performance.now() - startMs);
  }
  return median(waits);
}
