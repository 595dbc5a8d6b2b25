import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { AppError } from "~/lib/errors";
import type { BatchOutcome } from "../mailer";
import {
  adoptReportedRate,
  newBucket,
  pauseBucket,
  takeCalls,
  type Bucket,
  type PauseReason,
  type TakenCalls,
  type TokenOutcome,
} from "../bucket";
import { newLease, NO_LEASE, spareCalls, takeLeased, type CallLease } from "../call-lease";

/**
 * Takes a call of the provider account: from the calls that this process holds, or else from the shared bucket, with further
 * calls for the next ones. Uses the database clock for the bucket, since clocks of machines differ.
 */
export async function takeAccountToken(
  db: Db,
  account: string,
  maxWaitMs: number,
): Promise<TokenOutcome> {
  const state = stateOf(db, account);
  return takeHeld(state, maxWaitMs) ?? inTurn(state, () => takeShared(db, state, maxWaitMs));
}

function takeHeld(state: AccountState, maxWaitMs: number): TokenOutcome | null {
  const { lease, afterMs } = takeLeased(state.lease, performance.now(), maxWaitMs);
  state.lease = lease;
  return afterMs === null ? null : { kind: "go", afterMs };
}

async function takeShared(db: Db, state: AccountState, maxWaitMs: number): Promise<TokenOutcome> {
  // The one before may have taken calls for this one.
  const held = takeHeld(state, maxWaitMs);
  if (held) return held;
  const spare = spareCalls(state.lease, performance.now());
  let takenAtMs = 0;
  const taken = await changeBucket<TakenCalls>(db, state, (bucket, nowMs) => {
    takenAtMs = performance.now();
    const { bucket: after, taken } = takeCalls(bucket, nowMs, { maxWaitMs, spare });
    return taken.kind === "wait"
      ? { after: null, isToBeRead: true, result: taken }
      : { after, result: taken };
  });
  if (taken.kind === "wait") return taken;
  state.lease = newLease(takenAtMs, taken.spareMs);
  return { kind: "go", afterMs: taken.afterMs };
}

/** Stores the account's rate limit from an answer, for all processes. After a refusal none calls for the time it named; others may hold calls for a moment. */
export async function storeAccountRate(
  db: Db,
  account: string,
  outcome: BatchOutcome,
): Promise<void> {
  const { pace, kind } = outcome;
  const isRefused = kind === "rate_limited" || kind === "quota_exhausted" || kind === "unreachable";
  if (!pace && !isRefused) return;
  const state = stateOf(db, account);
  const remaining = isRefused ? 0 : (pace?.remaining ?? 0);
  if (remaining < state.lease.fromMs.length) state.lease = NO_LEASE;
  await inTurn(state, async () => {
    await changeBucket<null>(db, state, (bucket, nowMs) => {
      const held = state.lease.fromMs.length;
      const learned = pace ? adoptReportedRate(bucket, pace, nowMs, held) : bucket;
      if (!isRefused) return { after: learned === bucket ? null : learned, result: null };
      return { after: pauseBucket(learned, kind, outcome.retryAfterMs, nowMs), result: null };
    });
    // Taken since, before the pause.
    if (isRefused) state.lease = NO_LEASE;
  });
}

export interface AccountPause {
  readonly reason: PauseReason;
  readonly until: Date;
  readonly forMs: number;
}

/** Until when and why the account is paused; null when it is not. Takes note of the bucket, so that the next call need not read it. */
export async function findAccountPause(db: Db, account: string): Promise<AccountPause | null> {
  const state = stateOf(db, account);
  const { version } = state;
  const found = await readKnown(db, account);
  if (found === null) return null;
  if (state.version === version) state.known = found;
  const { restUntil, restReason } = found.row;
  const forMs = (restUntil?.getTime() ?? 0) - found.clock.databaseMs;
  if (restUntil === null || forMs <= 0) return null;
  return { reason: restReason ?? "rate_limited", until: restUntil, forMs };
}

interface Row {
  readonly tokens: number;
  readonly rate: number;
  readonly refilledAt: Date;
  readonly restUntil: Date | null;
  readonly restReason: PauseReason | null;
  readonly now: Date;
}

/** A bucket as this process last read or wrote it, and the database's clock when it last read it. */
interface Known {
  readonly row: Omit<Row, "now">;
  readonly clock: { readonly databaseMs: number; readonly readAtMs: number };
}

/** What this process knows of an account, and holds of it. */
interface AccountState {
  readonly account: string;
  known: Known | null;
  /** Raised by each change, so that an older read is not taken for a newer one. */
  version: number;
  lease: CallLease;
  /** Ends with the last change that was begun: changes of one process need not fail by each other. */
  changed: Promise<unknown>;
}

const statesByDatabase = new WeakMap<object, Map<string, AccountState>>();

function stateOf(db: Db, account: string): AccountState {
  const states = statesByDatabase.get(db) ?? new Map<string, AccountState>();
  statesByDatabase.set(db, states);
  const first = { known: null, version: 0, lease: NO_LEASE, changed: Promise.resolve() };
  const state = states.get(account) ?? { account, ...first };
  states.set(account, state);
  return state;
}

function inTurn<Result>(state: AccountState, change: () => Promise<Result>): Promise<Result> {
  const result = state.changed.then(change);
  state.changed = result.catch(() => undefined);
  return result;
}

/** After this time the database's clock is read again. */
const MAX_CLOCK_AGE_MS = 60_000;

/**
 * Updates the account's bucket by optimistic concurrency, first from what this process last knew: if no other process
 * has changed it, that is one statement. On a conflict it is read. A transaction would need five statements.
 */
async function changeBucket<Result>(
  db: Db,
  state: AccountState,
  change: (bucket: Bucket, nowMs: number) => Change<Result>,
): Promise<Result> {
  const { account } = state;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const remembered = state.known;
    state.known = null;
    state.version += 1;
    const found =
      remembered && elapsedMs(remembered) < MAX_CLOCK_AGE_MS
        ? remembered
        : await readKnown(db, account);
    if (found === null) {
      await createRow(db, account);
      continue;
    }
    const { row, clock } = found;
    const {
      after,
      result,
      isToBeRead = false,
    } = change(bucketOf(row), clock.databaseMs + elapsedMs(found));
    if (after === null) {
      if (isToBeRead && found === remembered) continue;
      state.known = found;
      return result;
    }
    const written = rowOf(after);
    if (await replaceRow(db, account, row, written)) {
      state.known = { row: written, clock };
      state.version += 1;
      return result;
    }
  }
  throw new AppError("unavailable", "The pace of the provider's account changes too fast");
}

interface Change<Result> {
  /** The bucket to store; null if nothing changes. */
  readonly after: Bucket | null;
  /** Whether it must not rest on what the process remembers, which others may have changed. */
  readonly isToBeRead?: boolean;
  readonly result: Result;
}

/** A failed try means that another process succeeded. */
const MAX_TRIES = 200;

const elapsedMs = ({ clock }: Known): number => performance.now() - clock.readAtMs;

async function readKnown(db: Db, account: string): Promise<Known | null> {
  const [found] = await readRows<Row>(
    db,
    Prisma.sql`
    select tokens, rate_per_second as rate, refilled_at as "refilledAt", rest_until as "restUntil",
      rest_reason as "restReason", clock_timestamp() as now
    from mailer_account where account = ${account}`,
    { refilledAt: "instant", restUntil: "instant", now: "instant" },
  );
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
