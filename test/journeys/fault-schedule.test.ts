import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createRandomNumbers } from "~/ml/numerics/random";
import { IS_DEEP } from "../support/is-deep";
import { startLocalResend } from "../support/local-resend";
import { proveSenders } from "../support/outbox-stage";
import { findPostgres } from "../support/find-postgres";
import { OPENED_AT, smallStore } from "../support/small-store";
import { openStage, type OwnStage } from "../support/stage";

/** Number of rounds per database. Each round kills the app twice: while webhooks arrive, and while emails are sent. */
const ROUNDS = 10;
const CUSTOMERS = 24;
const FIRST_CUSTOMER = 1_001_000;
const UNSUBSCRIBES_PER_ROUND = 2;
/** Only ends what hangs: beside much other work a kill took 80 s, of which 10 s were processor time. */
const MAX_MS = 3_600_000;
/** Longer than any claim of a job, in the store's time. */
const LEASE_HOURS = 0.25;
/** The longest wait before a kill: a burst of webhooks or emails is done by then. */
const MAX_WAIT_MS = { webhooks: 150, sending: 500 };

interface Totals {
  kills: number;
  acknowledged: number;
  missing: number;
  sent: number;
  duplicates: number;
  sentAfterUnsubscribe: number;
}

/** What the app acknowledged but does not have: checked after a kill, before it restarts. */
async function missingWebhooks(
  stage: OwnStage,
): Promise<{ acknowledged: number; missing: number }> {
  const log = await stage.control.webhookLog({ limit: 100_000 });
  const delivered = log.filter(({ outcome }) => outcome === "delivered");
  const ids = [...new Set(delivered.map(({ webhookId }) => webhookId))];
  const { db, close } = await stage.openDatabase();
  const missing = ids.length - (await db.inboxEntry.count({ where: { webhookId: { in: ids } } }));
  await close();
  await stage.control.clearLogs();
  await stage.restart();
  return { acknowledged: ids.length, missing };
}

async function runSchedule(isOnServer: boolean, seed: number): Promise<Totals> {
  const random = createRandomNumbers(seed);
  const provider = await startLocalResend();
  const stage = await openStage({
    isOnServer,
    seeds: [smallStore({ customers: CUSTOMERS })],
    flows: ["abandoned-checkout"],
    env: { RESEND_API_KEY: "re_journey", RESEND_BASE_URL: provider.url },
  });
  const shop = stage.shops[0]!;
  const [merchant] = stage.merchants;
  const totals: Totals = {
    ...{ kills: 0, acknowledged: 0, missing: 0 },
    ...{ sent: 0, duplicates: 0, sentAfterUnsubscribe: 0 },
  };
  /** Customer's address → number of accepted emails when their unsubscribe was answered. */
  const unsubscribed = new Map<string, number>();
  const killAfter = async (maxMs: number, what: string) => {
    await sleep(random.nextFloat() * maxMs);
    await stage.kill("SIGKILL");
    totals.kills += 1;
    const { acknowledged, missing } = await missingWebhooks(stage);
    totals.acknowledged += acknowledged;
    totals.missing += missing;
    await stage.control.idle();
    // The clock stands still, so that the claims of the killed process would never expire.
    await stage.advance(LEASE_HOURS);
    report(`kill ${totals.kills} of ${2 * ROUNDS}, while ${what}`);
  };
  const startedMs = performance.now();
  const report = (what: string) => {
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    console.log(`${seconds} s, ${what}: ${JSON.stringify(totals)}`);
  };

  const database = await stage.openDatabase();
  await proveSenders(database.db);
  await database.close();
  await stage.restart();
  for (let round = 1; round <= ROUNDS; round++) {
    const from = provider.accepted.length;
    // Noon of its own day: far from quiet hours, and the caps of the previous round have expired.
    const noon = new Date(Date.parse(OPENED_AT) + round * 8 * 24 * 3_600_000);
    await stage.control.setClock({ storeAt: noon.toISOString(), rate: 0 });
    await merchant!.waitUntilQuiet();
    await stage.control.play(
      shop,
      Array.from({ length: CUSTOMERS }, (_, i) => ({
        kind: "checkout_created" as const,
        checkout: {
          token: `round${round}-${i}`,
          customerId: String(FIRST_CUSTOMER + i),
          lines: [{ productId: "1000001", variantId: "1000101", quantity: 1 }],
        },
      })),
    );
    await killAfter(MAX_WAIT_MS.webhooks, "webhooks arrived");

    const reached = provider.accepted.filter(({ recipient }) => !unsubscribed.has(recipient));
    for (const { recipient, email } of reached.slice(0, UNSUBSCRIBES_PER_ROUND)) {
      const link = /<(https?:[^>]+)>/.exec(email.headers["List-Unsubscribe"] ?? "")![1]!;
      const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
      const answer = await fetch(link, { method: "POST", body });
      expect(answer.status).toBe(200);
      unsubscribed.set(recipient, provider.accepted.length);
    }
    await stage.control.setClock({ advanceMs: 2.3 * 3_600_000 });
    await killAfter(MAX_WAIT_MS.sending, "emails were sent");
    // Longer than a lease and any retry delay.
    for (let i = 0; i < 2; i++) await stage.advance(0.5);

    const recipients = provider.accepted.slice(from).map(({ recipient }) => recipient);
    totals.sent += recipients.length;
    totals.duplicates += recipients.length - new Set(recipients).size;
    totals.sentAfterUnsubscribe = provider.accepted.filter(
      ({ recipient }, i) => i >= (unsubscribed.get(recipient) ?? Infinity),
    ).length;
    report(`round ${round} of ${ROUNDS}`);
    // Nothing of this round affects the next, since these checkouts are completed.
    await stage.control.play(
      shop,
      Array.from({ length: CUSTOMERS }, (_, i) => ({
        kind: "checkout_completed" as const,
        token: `round${round}-${i}`,
      })),
      { wait: true },
    );
  }
  await stage.close();
  await provider.close();
  return totals;
}

describe("20 kills while webhooks arrive and emails are sent", () => {
  test.for([
    ["PGlite", false],
    ["PostgreSQL", true],
  ] as const)(
    "lose nothing, repeat nothing, and send nothing to unsubscribed customers: %s",
    { timeout: MAX_MS },
    async ([name, isOnServer], { skip }) => {
      skip(!IS_DEEP, "npm run test:deep runs it");
      skip(isOnServer && (await findPostgres()) === null, "no PostgreSQL answers");
      const totals = await runSchedule(isOnServer, 1);
      console.log(`${name}: ${JSON.stringify(totals)}`);
      expect(totals).toMatchObject({
        ...{ kills: 2 * ROUNDS, missing: 0, duplicates: 0, sentAfterUnsubscribe: 0 },
      });
      // Otherwise the rest would prove nothing.
      expect(totals.sent).toBeGreaterThan(ROUNDS * CUSTOMERS * 0.3);
    },
  );
});
