import type { Database } from "~/db.server";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import { createDatabase, type DatabaseName } from "../main-job/databases";
import { median, roundSignificant } from "../statistics";
import type { Table } from "../table";
import { LARGE_SHOP, seedEnrollments, seedShop } from "./seed-enrollments";

/** The embedded database is for trying the app: a tenth of the enrollments. */
const WAITING = { PGlite: 100_000, PostgreSQL: 1_000_000 };
const DUE = 20_000;

/** Enrollments that one worker advances per second, in a shop with many waiting ones. */
export async function benchAdvance(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const rates: number[] = [];
    for (let i = 0; i < repeats; i++) rates.push(await measureAdvance(name, WAITING[name], DUE));
    rows.push([name, WAITING[name], DUE, roundSignificant(median(rates))]);
  }
  return {
    title: "Enrollments advanced",
    intro: [
      "One shop. Some of the waiting enrollments are due now: each plans an email and then waits a day. The job runs slices of 200 until none is due.",
    ],
    columns: ["", "waiting", "due", "advanced/s"],
    rows,
  };
}

/** @returns enrollments per second */
async function measureAdvance(name: DatabaseName, waiting: number, due: number): Promise<number> {
  const database = await createDatabase(name);
  try {
    return await database.use(async (opened) => {
      const { db } = opened;
      await seedShop(db, LARGE_SHOP);
      const tomorrow = new Date(Date.now() + 86_400_000);
      await seedEnrollments(db, LARGE_SHOP, {
        ...{ count: waiting - due, prefix: "later-", firstAt: tomorrow, everyMs: 1_000 },
      });
      const before = new Date(Date.now() - 3_600_000);
      await seedEnrollments(db, LARGE_SHOP, {
        count: due,
        prefix: "due-",
        firstAt: before,
        everyMs: 1,
      });
      const startMs = performance.now();
      await drain(opened);
      const seconds = (performance.now() - startMs) / 1_000;
      const emails = await db.messageStatus.count({ where: { shopId: LARGE_SHOP } });
      if (emails !== due) throw new Error(`${emails} emails were planned by ${due} enrollments`);
      return due / seconds;
    });
  } finally {
    await database.remove();
  }
}

async function drain({ db }: Database): Promise<void> {
  const queue = { announce: () => Promise.resolve(), announceAll: () => Promise.resolve() };
  const deps = { db, queue, now: () => new Date() };
  const { signal } = new AbortController();
  while ((await advanceEnrollmentsJob.run(LARGE_SHOP, deps, signal)).more);
}
