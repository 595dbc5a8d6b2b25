import { setTimeout as pause } from "node:timers/promises";
import type { PgBossQueue } from "~/jobs/queue.pg-boss.server";

/** Seconds without work; the wake-ups of the first sweep come earlier. */
const QUIET_LOOKS = 6;
const MAX_LOOKS = 900;

/**
 * Waits until no job of any process waits or runs, for several seconds. Processor time says less: on a busy machine a process that is
 * kept waiting looks idle.
 */
export async function untilSettled(queue: Pick<PgBossQueue, "queryAsOwner">): Promise<void> {
  for (let looks = 0, quietLooks = 0; quietLooks < QUIET_LOOKS; looks++) {
    if (looks === MAX_LOOKS) throw new Error("The app did not become idle");
    await pause(1_000);
    quietLooks = (await countPending(queue)) === 0 ? quietLooks + 1 : 0;
  }
}

/** Rows and wake-ups that are still to be processed. */
export async function countPending({
  queryAsOwner,
}: Pick<PgBossQueue, "queryAsOwner">): Promise<number> {
  const [row] = (await queryAsOwner(
    `select (select count(*) from pgboss.job where state in ('created', 'retry', 'active'))
      + (select count(*) from inbox_entry where state = 'waiting')
      + (select count(*) from enrollment where state = 'active' and next_run_at < now())
      + (select count(*) from message_sending where next_run_at <= now()) as count`,
    [],
  )) as [{ count: string | number }];
  return Number(row.count);
}
