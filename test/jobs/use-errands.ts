import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Database } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { claimDueRows, endFailed, settleDueRows } from "~/jobs/due-rows.server";
import { NOW, SHOP } from "../support/builders";
import { openOwnDatabase } from "../support/database";

export const MAX_ATTEMPTS = 3;
export const LEASE_MS = 60_000;
export const TABLE = {
  name: "errand",
  key: { errandId: "text", part: "bytea" },
  states: ["waiting", "again"],
  leaseMs: LEASE_MS,
  retry: { firstMs: 1_000, longestMs: 8_000, maxAttempts: MAX_ATTEMPTS },
} as const;

export interface Errand {
  readonly errandId: string;
  readonly part: Uint8Array;
  readonly attempts: number;
  readonly leaseUntil: Date;
  readonly note: string;
}

export const after = (ms: number) => new Date(NOW.getTime() + ms);
export const ids = (rows: readonly { readonly errandId: string }[]) =>
  rows.map((it) => it.errandId);
export const partOf = (id: string) => Buffer.from(`part of ${id}`);
export const select = Prisma.sql`it.note`;

/** A table of errands in a database of its own, empty before each test. */
export function useErrands() {
  let database: Database;

  beforeAll(async () => {
    database = await openOwnDatabase();
    await database.db.$executeRaw`
    create table errand (shop_id text not null, errand_id text not null, part bytea not null, state text not null,
      attempts int not null default 0, next_run_at timestamptz(3), lease_until timestamptz(3), last_error text,
      note text not null default '', primary key (shop_id, errand_id, part))`;
  });
  beforeEach(() => database.db.$executeRaw`delete from errand`);
  afterAll(() => database.close());

  async function add(id: string, dueMs = 0, shopId = SHOP, state = "waiting") {
    await database.db.$executeRaw`
    insert into errand (shop_id, errand_id, part, state, next_run_at, note)
    values (${shopId}, ${id}, ${partOf(id)}, ${state}, ${after(dueMs)}::timestamptz, ${`note of ${id}`})`;
  }
  const claim = (limit: number, now = NOW) =>
    claimDueRows<Errand>(database.db, TABLE, SHOP, { limit, select }, now);
  const claimOne = async (now = NOW) => {
    const [row] = await claim(1, now);
    if (!row) throw new Error("There is no due row");
    return row;
  };
  const settle = (row: Errand, end: Parameters<typeof endFailed>[2] | null, now = NOW) =>
    settleDueRows(database.db, TABLE, SHOP, [
      {
        row,
        end:
          end === null
            ? { state: "done", nextRunAt: null, lastError: null }
            : endFailed(TABLE, row, end, now),
      },
    ]);
  const stored = () =>
    database.db.$queryRaw<Record<string, unknown>[]>`
    select errand_id as id, state, attempts, next_run_at as at, lease_until as lease, last_error as error
    from errand where shop_id = ${SHOP} order by errand_id`;
  return {
    get db() {
      return database.db;
    },
    add,
    claim,
    claimOne,
    settle,
    stored,
  };
}
