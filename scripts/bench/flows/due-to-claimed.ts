import { setTimeout as pause } from "node:timers/promises";
import { createDatabase, type DatabaseName } from "../main-job/databases";
import { median, quantile, roundSignificant } from "../statistics";
import type { Table } from "../table";
import { LARGE_SHOP, seedEnrollments, seedShop } from "./seed-enrollments";
import { withWorker } from "./start-bench-worker";

const WAITING = 100_000;
const SECONDS = 130;
/** Number that become due per second. */
const DUE_A_SECOND = 20;
const GOAL_MS = 2_000;

/** Delay of a due enrollment while many wait. */
export async function benchDueToClaimed(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const results: Waits[] = [];
    for (let i = 0; i < repeats; i++) {
      results.push(await measureDueToClaimed(name, WAITING, SECONDS));
    }
    const p95Ms = median(results.map((it) => it.p95Ms));
    const p50Ms = median(results.map((it) => it.p50Ms));
    rows.push([
      name,
      roundSignificant(p50Ms),
      roundSignificant(p95Ms),
      p95Ms < GOAL_MS ? "met" : "missed",
    ]);
  }
  return {
    title: "From due to claimed",
    intro: [
      `One shop in which ${WAITING.toLocaleString("en-GB")} wait; ${DUE_A_SECOND} a second become due for ${SECONDS} s, by time alone, without a wake-up. Goal: p95 under 2 s.`,
    ],
    columns: ["", "p50 ms", "p95 ms", "goal"],
    rows,
  };
}

interface Waits {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

async function measureDueToClaimed(
  name: DatabaseName,
  waiting: number,
  seconds: number,
): Promise<Waits> {
  const database = await createDatabase(name);
  try {
    return await database.use(async (opened) => {
      const { db } = opened;
      const due = seconds * DUE_A_SECOND;
      await seedShop(db, LARGE_SHOP);
      const tomorrow = new Date(Date.now() + 86_400_000);
      await seedEnrollments(db, LARGE_SHOP, {
        ...{ count: waiting - due, prefix: "later-", firstAt: tomorrow, everyMs: 1_000 },
      });
      return withWorker(opened, async () => {
        const firstAt = new Date(Date.now() + 3_000);
        const everyMs = 1_000 / DUE_A_SECOND;
        await seedEnrollments(db, LARGE_SHOP, { count: due, prefix: "due-", firstAt, everyMs });
        const isLeft = () =>
          db.enrollment.findFirst({
            where: { shopId: LARGE_SHOP, enrollmentId: { startsWith: "due-" }, attempts: 0 },
          });
        while (await isLeft()) await pause(1_000);
        // An advanced enrollment waits a day, and its row contains the start.
        const rows = await db.$queryRaw<{ waitedMs: number }[]>`
          select (extract(epoch from planned_at) * 1000
            - ${firstAt.getTime()}::float8 - substr(enrollment_id, 5)::float8 * ${everyMs}::float8
            )::float8 as "waitedMs"
          from message where shop_id = ${LARGE_SHOP} and enrollment_id like 'due-%'`;
        const waits = rows.map(({ waitedMs }) => waitedMs).sort((a, b) => a - b);
        return { p50Ms: quantile(waits, 0.5), p95Ms: quantile(waits, 0.95) };
      });
    });
  } finally {
    await database.remove();
  }
}
