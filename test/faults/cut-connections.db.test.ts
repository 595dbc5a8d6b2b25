import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import pg from "pg";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { createRandomNumbers } from "~/ml/numerics/random";
import { hoursAgo, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { faultSeeds } from "../support/fault-seeds";
import {
  outboxDeps,
  storePlannedMail,
  storeSendingShop,
  type OutboxDeps,
} from "../support/outbox-stage";

let database: Database;
let deps: OutboxDeps;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = outboxDeps(database);
  await storeSendingShop(deps.db);
});

const MAILS = 6;
const { signal } = new AbortController();
const run = () => drainOutboxJob.run(SHOP, deps, signal);

/** Ends every connection to the database but the one that asks, as a restart of the server does. */
async function cutConnections(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  await client.end();
}

test.for(faultSeeds(5))(
  "F16, seed %i: a database that cuts its connections in the middle of sending loses no mail and doubles none",
  async (seed, { skip }) => {
    if (database.driver.kind !== "postgres") return skip("a PGlite has no connections to cut");
    const random = createRandomNumbers(seed);
    for (let i = 1; i <= MAILS; i++) {
      await storePlannedMail(deps, { customerId: String(i), messageId: `m${i}` });
    }
    for (let round = 0; round < 4; round++) {
      deps.now = () => hoursAgo(-0.1 * round);
      const running = run().catch(() => null);
      await sleep(random.nextInteger(60));
      await cutConnections(database.driver.url);
      await running;
    }
    for (let round = 4; round < 12; round++) {
      deps.now = () => hoursAgo(-0.1 * round);
      // A connection that was cut may be found out only now; the queue runs a job that failed again.
      await run().catch(() => null);
    }
    const sent = await deps.db.message.findMany({ where: { state: "sent" } });
    expect(sent).toHaveLength(MAILS);
    expect(deps.mailer.taken.map(({ messageId }) => messageId).toSorted()).toEqual(
      sent.map(({ messageId }) => messageId).toSorted(),
    );
  },
);
