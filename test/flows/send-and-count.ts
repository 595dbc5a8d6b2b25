import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { attributeOrdersJob } from "~/feedback/attribute-orders.job.server";
import { countEmailsJob } from "~/feedback/counts/count-emails.job.server";
import { SHOP } from "../support/builders";
import { outboxDeps } from "../support/outbox-stage";

const { signal } = new AbortController();

/** Messages due at an instant are sent and counted. */
export async function sendAndCount(database: Database, now: Date): Promise<void> {
  const { db } = database;
  const deps = { ...outboxDeps(database), now: () => now };
  while ((await drainOutboxJob.run(SHOP, deps, signal)).more);
  // Sent messages change no profile, so profiles are up to date.
  const { _max } = await db.event.aggregate({ where: { shopId: SHOP }, _max: { seq: true } });
  const seq = _max.seq ?? 0n;
  const cursor = { shopId: SHOP, consumer: "profiles" };
  await db.cursor.upsert({
    where: { shopId_consumer: cursor },
    create: { ...cursor, seq },
    update: { seq },
  });
  while ((await attributeOrdersJob.run(SHOP, deps, signal)).more);
  while ((await countEmailsJob.run(SHOP, deps, signal)).more);
}
