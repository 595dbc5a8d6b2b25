import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { TrainingKind } from "~/training-registry.server";
import type { Queue } from "../queue";
import type {
  TrainingProgress,
  TrainingRequester,
  TrainingRun,
  TrainingState,
} from "./training-run";

/** A process without a heartbeat for this long was killed: its run is restarted. */
const LEASE_SECONDS = 60;

interface TrainingRequest {
  readonly requestedBy: TrainingRequester;
  readonly at: Date;
}

/**
 * Requests a fit and wakes its job.
 * @returns whether one was queued; false when one is already waiting or running
 */
export async function requestTraining(
  tx: Tx,
  shopId: ShopId,
  kind: TrainingKind,
  request: TrainingRequest,
  { queue }: { readonly queue: Queue },
): Promise<boolean> {
  const isQueued = await queueTraining(tx, shopId, kind, request);
  if (isQueued) await queue.announce(tx, shopId, "training_requested");
  return isQueued;
}

/** Like `requestTraining`, for the job itself, which is awake. */
export async function queueTraining(
  db: Db,
  shopId: ShopId,
  kind: TrainingKind,
  { requestedBy, at }: TrainingRequest,
): Promise<boolean> {
  const queued = await db.$executeRaw`
    insert into training_run (shop_id, kind, state, requested_by, requested_at)
    values (${shopId}, ${kind}, 'queued', ${requestedBy}, ${at})
    on conflict (shop_id, kind) do update set
      state = 'queued', requested_by = excluded.requested_by, requested_at = excluded.requested_at,
      started_at = null, ended_at = null, step = null, done_ratio = 0, cancel_requested = false,
      lease_until = null
    where training_run.state not in ('queued', 'running')`;
  return queued > 0;
}

/**
 * Queues a kind of fit again that a shop had before, because its data was erased. A running one has read that data:
 * its result is discarded.
 */
export async function restartTraining(
  db: Db,
  shopId: ShopId,
  kind: TrainingKind,
  at: Date,
): Promise<void> {
  await db.$executeRaw`
    update training_run set
      state = 'queued', requested_by = 'schedule', requested_at = ${at}, started_at = null,
      ended_at = null, step = null, done_ratio = 0, cancel_requested = false, lease_until = null,
      attempts = attempts + 1
    where shop_id = ${shopId} and kind = ${kind}`;
}

/**
 * Cancels a waiting fit at once; a running one ends within seconds, and its result is discarded.
 * @returns whether there was one
 */
export async function cancelTraining(
  db: Db,
  shopId: ShopId,
  kind: TrainingKind,
  at: Date,
): Promise<boolean> {
  const changed = await db.$executeRaw`
    update training_run set
      cancel_requested = true,
      state = case state when 'queued' then 'canceled' else state end,
      ended_at = case state when 'queued' then ${at}::timestamptz end
    where shop_id = ${shopId} and kind = ${kind} and state in ('queued', 'running')`;
  return changed > 0;
}

/** The waiting or running fit, else the last one; `null` without any. */
export async function findTrainingRun(
  db: Db,
  shopId: ShopId,
  kind: TrainingKind,
): Promise<TrainingRun | null> {
  const row = await db.trainingRun.findUnique({
    where: { shopId_kind: { shopId, kind } },
    omit: { shopId: true, kind: true, attempts: true, leaseUntil: true },
  });
  return row as TrainingRun | null;
}

/** The installed shops with a fit of this kind to start or restart. */
export function selectShopsWithTraining(kind: TrainingKind): Prisma.Sql {
  return Prisma.sql`
    select t.shop_id as "shopId" from training_run t join shop s on s.shop_id = t.shop_id
    where t.kind = ${kind} and s.uninstalled_at is null
      and (t.state = 'queued' or (t.state = 'running' and t.lease_until < clock_timestamp()))`;
}

/** While a fit runs, its process may be killed, and the lease is by another clock: the shop is looked at every minute. */
export const nextLeaseCheck = (kind: TrainingKind, now: Date): Prisma.Sql => Prisma.sql`(
  select ${new Date(now.getTime() + 60_000)}::timestamptz from training_run
  where training_run.shop_id = seen.shop_id and training_run.kind = ${kind} and state = 'running')`;

/**
 * Claims the waiting fit. Leases use the database's clock, even when the app's demo clock runs faster, because they
 * concern a real process.
 * @returns the number of attempts, which fences writes of older ones; `null` when none waits
 */
export async function claimTraining(
  db: Db,
  shopId: ShopId,
  kind: TrainingKind,
  now: Date,
): Promise<number | null> {
  const [claimed] = await db.$queryRaw<{ attempts: number }[]>`
    update training_run set
      state = 'running', attempts = attempts + 1, started_at = ${now}, step = 'starting',
      done_ratio = 0, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where shop_id = ${shopId} and kind = ${kind}
      and (state = 'queued' or (state = 'running' and lease_until < clock_timestamp()))
    returning attempts`;
  return claimed?.attempts ?? null;
}

export interface TrainingClaim {
  readonly kind: TrainingKind;
  readonly attempts: number;
}

/**
 * Sends the fit's heartbeat and progress.
 * @returns whether to continue
 */
export async function renewTraining(
  db: Db,
  shopId: ShopId,
  { kind, attempts }: TrainingClaim,
  { step, doneRatio }: TrainingProgress,
): Promise<"go_on" | "canceled" | "lost"> {
  const [row] = await db.$queryRaw<{ canceled: boolean }[]>`
    update training_run set step = ${step}, done_ratio = ${doneRatio},
      lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    where shop_id = ${shopId} and kind = ${kind} and attempts = ${attempts} and state = 'running'
    returning cancel_requested as canceled`;
  if (!row) return "lost";
  return row.canceled ? "canceled" : "go_on";
}

/** Ends a claimed fit, or returns it to the queue; does nothing when another attempt has it. */
export async function settleTraining(
  db: Db,
  shopId: ShopId,
  { kind, attempts }: TrainingClaim,
  { state, at }: { readonly state: TrainingState; readonly at: Date },
): Promise<void> {
  const isOver = state !== "queued";
  await db.trainingRun.updateMany({
    where: { shopId, kind, attempts, state: "running" },
    data: {
      state,
      step: null,
      leaseUntil: null,
      endedAt: isOver ? at : null,
      ...(state === "done" && { doneRatio: 1 }),
    },
  });
}
