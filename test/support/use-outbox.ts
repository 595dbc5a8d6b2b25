import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { SHOP } from "./builders";
import { openTestDatabase } from "./database";
import {
  outboxDeps,
  storePlannedEmail,
  storeSendingShop,
  type OutboxDeps,
  type PlannedEmail,
} from "./outbox-stage";

/** Sends emails: the test's own dependencies, or those with one replaced. */
type Worker = Parameters<typeof drainOutboxJob.run>[1];

const { signal } = new AbortController();
const MAX_TURNS = 200;

/** A shop with a sender, and a provider that remembers keys: one per test file. */
export function useOutbox() {
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

  const messages = () => deps.db.messageStatus.findMany({ orderBy: { messageId: "asc" } });
  return {
    get database() {
      return database;
    },
    /** Recreated before each test, as are the mailer and its memory. */
    get deps() {
      return deps;
    },
    get db() {
      return deps.db;
    },
    get mailer() {
      return deps.mailer;
    },
    plan: (customerId: string, messageId: string, rest: Partial<PlannedEmail> = {}) =>
      storePlannedEmail(deps, { customerId, messageId, ...rest }),
    /** Sets the clock. */
    at(now: Date) {
      deps.now = () => now;
    },
    /** One pass: at most one batch. */
    run: (worker: Worker = deps) => drainOutboxJob.run(SHOP, worker, signal),
    /** Passes until nothing more is due now. */
    async drain(worker: Worker = deps) {
      for (let turn = 0; turn < MAX_TURNS; turn++) {
        if (!(await drainOutboxJob.run(SHOP, worker, signal)).more) return;
      }
      throw new Error(`The outbox was not drained in ${MAX_TURNS} turns`);
    },
    messages,
    states: async () => (await messages()).map(({ state }) => state),
    takenIds: () => deps.mailer.taken.map(({ messageId }) => messageId).sort(),
  };
}
