import type { Db, Tx } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { BatchOutcome } from "../mailer";
import {
  learnPace,
  newBucket,
  rest,
  takeCall,
  type Bucket,
  type RestReason,
  type Turn,
} from "./bucket";

/**
 * A turn to call the provider's account, shared by all processes. It goes by the
 * database's own clock: those of machines differ, and a provider counts real time.
 */
export async function takeAccountTurn(
  db: PrismaClient,
  account: string,
  mostWaitMs: number,
): Promise<Turn> {
  return db.$transaction(async (tx) => {
    const { bucket, nowMs } = await lockBucket(tx, account);
    const { bucket: after, turn } = takeCall(bucket, nowMs, mostWaitMs);
    await writeBucket(tx, account, after);
    return turn;
  });
}

/** Remembers what an answer says of the account's pace, for all processes. */
export async function rememberPace(
  db: PrismaClient,
  account: string,
  outcome: BatchOutcome,
): Promise<void> {
  const { pace, kind } = outcome;
  const isRefused = kind === "rate_limited" || kind === "quota_exhausted" || kind === "unreachable";
  if (!pace && !isRefused) return;
  await db.$transaction(async (tx) => {
    const { bucket, nowMs } = await lockBucket(tx, account);
    const learned = pace ? learnPace(bucket, pace, nowMs) : bucket;
    const after = isRefused ? rest(learned, kind, outcome.retryAfterMs, nowMs) : learned;
    await writeBucket(tx, account, after);
  });
}

export interface AccountRest {
  readonly reason: RestReason;
  readonly until: Date;
  readonly forMs: number;
}

/** Until when nothing may go through the account, and why; null when it may. */
export async function findAccountRest(db: Db, account: string): Promise<AccountRest | null> {
  const [row] = await db.$queryRaw<{ reason: RestReason; until: Date; forMs: number }[]>`
    select rest_reason as reason, rest_until as until,
      (extract(epoch from rest_until - clock_timestamp()) * 1000)::float8 as "forMs"
    from mailer_account where account = ${account} and rest_until > clock_timestamp()`;
  return row ?? null;
}

interface Row {
  readonly tokens: number;
  readonly rate: number;
  readonly refilledAt: Date;
  readonly restUntil: Date | null;
  readonly restReason: RestReason | null;
  readonly now: Date;
}

async function lockBucket(tx: Tx, account: string): Promise<{ bucket: Bucket; nowMs: number }> {
  const first = newBucket(0);
  await tx.$executeRaw`
    insert into mailer_account (account, tokens, rate_per_second, refilled_at)
    values (${account}, ${first.tokens}, ${first.ratePerSecond}, clock_timestamp())
    on conflict (account) do nothing`;
  // The time is read when the lock is held: it does not go back from one holder to the next.
  const [row] = await tx.$queryRaw<Row[]>`
    with held as materialized (
      select * from mailer_account where account = ${account} for update)
    select tokens, rate_per_second as rate, refilled_at as "refilledAt",
      rest_until as "restUntil", rest_reason as "restReason", clock_timestamp() as now
    from held`;
  if (!row) throw new Error("The account's row is gone");
  const bucket = {
    tokens: row.tokens,
    ratePerSecond: row.rate,
    refilledAtMs: row.refilledAt.getTime(),
    restUntilMs: row.restUntil?.getTime() ?? null,
    restReason: row.restReason,
  };
  return { bucket, nowMs: row.now.getTime() };
}

async function writeBucket(tx: Tx, account: string, bucket: Bucket): Promise<void> {
  await tx.mailerAccount.update({
    where: { account },
    data: {
      tokens: bucket.tokens,
      ratePerSecond: bucket.ratePerSecond,
      refilledAt: new Date(bucket.refilledAtMs),
      restUntil: bucket.restUntilMs === null ? null : new Date(bucket.restUntilMs),
      restReason: bucket.restReason,
    },
  });
}
