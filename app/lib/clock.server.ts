import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Db } from "~/db.server";

export interface Clock {
  /** The time for everything that is due: the store's, if a demo moves it. */
  now(): Date;
  /** The actual time, for signatures that others make by their own clock. */
  realNow(): Date;
  stop(): void;
}

const RECALIBRATE_EVERY_MS = 60_000;

/**
 * The database's clock, so that processes on machines with different clocks agree on what is due. Measured once a
 * minute; this process's own clock is used in between.
 */
export async function startDatabaseClock(db: Db): Promise<Clock> {
  let aheadMs = await measureAheadMs(db);
  const timer = setInterval(() => {
    measureAheadMs(db).then(
      (measured) => (aheadMs = measured),
      // The last measurement stays valid while the database is unavailable.
      () => undefined,
    );
  }, RECALIBRATE_EVERY_MS);
  timer.unref();
  const now = () => new Date(Date.now() + aheadMs);
  return { now, realNow: now, stop: () => clearInterval(timer) };
}

const ClockFile = z.object({ realAt: z.number(), storeAt: z.number(), rate: z.number() });
const REREAD_EVERY_MS = 20;

/**
 * A clock that a demo or a test moves: the file contains a store time (`storeAt`, ms), the matching real time
 * (`realAt`), and the store seconds per real second (`rate`).
 */
export function startFileClock(path: string): Clock {
  let readAt = -Infinity;
  let setting = { realAt: 0, storeAt: 0, rate: 1 };
  return {
    now() {
      const real = Date.now();
      if (real - readAt >= REREAD_EVERY_MS) {
        setting = ClockFile.parse(JSON.parse(readFileSync(path, "utf8")));
        readAt = real;
      }
      return new Date(setting.storeAt + (real - setting.realAt) * setting.rate);
    },
    realNow: () => new Date(),
    stop: () => undefined,
  };
}

async function measureAheadMs(db: Db): Promise<number> {
  const before = Date.now();
  const [row] = await db.$queryRaw<{ now: Date }[]>`select clock_timestamp() as now`;
  const after = Date.now();
  return row ? row.now.getTime() - (before + after) / 2 : 0;
}
