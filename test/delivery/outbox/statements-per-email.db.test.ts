import { afterAll, beforeAll, expect, test } from "vitest";
import { findScope } from "~/db-scope.server";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { SHOP } from "../../support/builders";
import { countStatements as countSent } from "../../support/count-statements";
import { openTestDatabase } from "../../support/database";
import {
  outboxDeps,
  storePlannedEmail,
  storeSendingShop,
  type OutboxDeps,
} from "../../support/outbox-stage";

let database: Database;
let deps: OutboxDeps;
let statements = 0;

beforeAll(async () => {
  database = await openTestDatabase(() => {
    statements += 1;
    return findScope();
  });
  deps = outboxDeps(database);
});
afterAll(() => database.close());

/** Statements that sending so many emails takes. */
async function countStatements(emails: number): Promise<number> {
  await storeSendingShop(deps.db);
  for (let n = 1; n <= emails; n++) {
    await storePlannedEmail(deps, { customerId: String(n), messageId: `m${n}` });
  }
  statements = 0;
  const { signal } = new AbortController();
  while ((await drainOutboxJob.run(SHOP, deps, signal)).more);
  return statements;
}

/** Claims, facts, contents and outcomes of a batch. More need a reason. */
const STATEMENTS_PER_BATCH = 18;

test("takes the same number of statements for one batch of 4 emails or of 40", async () => {
  expect(await countStatements(4)).toBeLessThanOrEqual(STATEMENTS_PER_BATCH);
  expect(await countStatements(40)).toBeLessThanOrEqual(STATEMENTS_PER_BATCH);
  expect(deps.mailer.taken).toHaveLength(44);
});

/** The same in the statements that PostgreSQL receives. More need a reason. */
const STATEMENTS_PER_EMAIL = 10;

test("takes few statements for a single email, and looks for no other", async ({ skip }) => {
  if (database.driver.kind === "pglite") skip("they are counted at PostgreSQL's connections");
  await storeSendingShop(deps.db);
  for (const messageId of ["first", "second"]) {
    await storePlannedEmail(deps, { customerId: messageId, messageId });
    const sent = countSent();
    const { more } = await drainOutboxJob.run(SHOP, deps, new AbortController().signal);
    const count = sent.take();
    sent.end();
    expect(more).toBe(false);
    if (messageId === "second") expect(count).toBe(STATEMENTS_PER_EMAIL);
  }
});
