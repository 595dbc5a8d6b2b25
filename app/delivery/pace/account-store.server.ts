import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { AppError } from "~/lib/errors";
import type { BatchOutcome } from "../mailer";
import {
  adoptReportedRate,
  newBucket,
  pauseBucket,
  takeToken,
  type Bucket,
  type PauseReason,
  type TokenOutcome,
} from "../bucket";

/**
 * Takes a token of the provider account's shared bucket. Uses the database clock, since clocks of machines
 * differ.
 */
export async function takeAccountToken(
  db: PrismaClient,
  account: string,
  maxWaitMs: number,
): Promise<TokenOutcome> {
  return changeBucket(db, account, (bucket, nowMs) => {
    const { bucket: after, turn } = takeToken(bucket, nowMs, maxWaitMs);
    return { after, result: turn };
  });
}

/** Stores the account's rate limit from an answer, for all processes. */
export async function storeAccountRate(
  db: PrismaClient,
  account: string,
  outcome: BatchOutcome,
): Promise<void> {
  const { pace, kind } = outcome;
  const isRefused = kind === "rate_limited" || kind === "quota_exhausted" || kind === "unreachable";
  if (!pace && !isRefused) return;
  await changeBucket(db, account, (bucket, nowMs) => {
    const learned = pace ? adoptReportedRate(bucket, pace, nowMs) : bucket;
    if (!isRefused) return { after: learned === bucket ? null : learned, result: null };
    return { after: pauseBucket(learned, kind, outcome.retryAfterMs, nowMs), result: null };
  });
}

export interface AccountPause {
  readonly reason: PauseReason;
  readonly until: Date;
  readonly forMs: number;
}

/** Until when and why the account is paused; null when it is not. */
export async function findAccountPause(db: Db, account: string): Promise<AccountPause | null> {
  const [row] = await readRows<{ reason: PauseReason; until: Date; forMs: number }>(
    db,
    Prisma.sql`
    select rest_reason as reason, rest_until as until,
      (extract(epoch from rest_until - clock_timestamp()) * 1000)::float8 as "forMs"
    from mailer_account where account = ${account} and rest_until > clock_timestamp()`,
    { until: "instant" },
  );
  return row ?? null;
}

interface Row {
  readonly tokens: number;
  readonly rate: number;
  readonly refilledAt: Date;
  readonly restUntil: Date | null;
  readonly restReason: PauseReason | null;
  readonly now: Date;
}

/** A bucket as this process last wrote it, and the database's clock when it last read it. */
interface Known {
  readonly row: Omit<Row, "now">;
  readonly clock: { readonly databaseMs: number; readonly readAtMs: number };
}

const knownByDatabase = new WeakMap<PrismaClient, Map<string, Known>>();
/** After this time the database's clock is read again. */
const MAX_CLOCK_AGE_MS = 60_000;

/**
 * Updates the account's bucket by optimistic concurrency, first from what this process last wrote: if no other process
 * has changed it, that is one statement. On a conflict it is read. Each provider call pays for this twice, and a
 * transaction would need five statements.
 */
async function changeBucket<Result>(
  db: PrismaClient,
  account: string,
  change: (bucket: Bucket, nowMs: number) => Change<Result>,
): Promise<Result> {
  const known = knownByDatabase.get(db) ?? new Map<string, Known>();
  knownByDatabase.set(db, known);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const remembered = known.get(account);
    known.delete(account);
    const found =
      remembered && elapsedMs(remembered) < MAX_CLOCK_AGE_MS
        ? remembered
        : await readKnown(db, account);
    if (found === null) {
      await createRow(db, account);
      continue;
    }
    const { row, clock } = found;
    const { after, result } = change(bucketOf(row), clock.databaseMs + elapsedMs(found));
    if (after === null) {
      known.set(account, found);
      return result;
    }
    const written = rowOf(after);
    if (await replaceRow(db, account, row, written)) {
      known.set(account, { row: written, clock });
      return result;
    }
  }
  throw new AppError("unavailable", "The pace of the provider's account changes too fast");
}

interface Change<Result> {
  /** The bucket to store; null if nothing changes. */
  readonly after: Bucket | null;
  readonly result: Result;
}

/** A failed try means that another process succeeded. */
const MAX_TRIES = 200;

const elapsedMs = ({ clock }: Known): number => performance.now() - clock.readAtMs;

async function readKnown(db: Db, account: string): Promise<Known | null> {
  const [found] = await db.$queryRaw<Row[]>`
    select tokens, rate_per_second as rate, refilled_at as "refilledAt", rest_until as "restUntil",
      rest_reason as "restReason", clock_timestamp() as now
    from mailer_account where account = ${account}`;
  if (!found) return null;
  const { now, ...row } = found;
  return { row, clock: { databaseMs: now.getTime(), readAtMs: performance.now() } };
}

async function createRow(db: Db, account: string): Promise<void> {
  const first = newBucket(0);
  await db.$executeRaw`
    insert into mailer_account (account, tokens, rate_per_second, refilled_at)
    values (${account}, ${first.tokens}, ${first.ratePerSecond}, clock_timestamp())
    on conflict (account) do nothing`;
}

function bucketOf({ tokens, rate, refilledAt, restUntil, restReason }: Known["row"]): Bucket {
  return {
    tokens,
    ratePerSecond: rate,
    refilledAtMs: refilledAt.getTime(),
    restUntilMs: restUntil?.getTime() ?? null,
    restReason,
  };
}

/** As stored, in whole milliseconds. */
function rowOf({
  tokens,
  ratePerSecond,
  refilledAtMs,
  restUntilMs,
  restReason,
}: Bucket): Known["row"] {
  return {
    tokens,
    rate: ratePerSecond,
    refilledAt: new Date(refilledAtMs),
    restUntil: restUntilMs === null ? null : new Date(restUntilMs),
    restReason,
  };
}

/** @returns whether the row was as it was before */
async function replaceRow(
  db: Db,
  account: string,
  before: Known["row"],
  after: Known["row"],
): Promise<boolean> {
  const count = await db.$executeRaw`
    update mailer_account set tokens = ${after.tokens}::float8,
      rate_per_second = ${after.rate}::float8, refilled_at = ${after.refilledAt}::timestamptz,
      rest_until = ${after.restUntil}::timestamptz, rest_reason = ${after.restReason}
    where account = ${account} and tokens = ${before.tokens}::float8
      and rate_per_second = ${before.rate}::float8
      and refilled_at = ${before.refilledAt}::timestamptz
      and rest_until is not distinct from ${before.restUntil}::timestamptz`;
  return count === 1;
}
