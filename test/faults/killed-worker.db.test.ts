import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { resendMailer } from "~/delivery/mailer.resend.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { createRandomNumbers } from "~/ml/numerics/random";
import { hoursAgo, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { faultSeeds } from "../support/fault-seeds";
import { startLocalResend, type Fault, type LocalResend } from "../support/local-resend";
import {
  outboxDeps,
  storePlannedMail,
  storeSendingShop,
  type OutboxDeps,
} from "../support/outbox-stage";
import type { WorkerTask } from "./outbox-worker";
import { startProcess } from "./start-process";

const MAILS = 12;
/** Longer than a lease, and than the first pauses between attempts. */
const ROUND_HOURS = 0.1;
const MOST_ROUNDS = 12;

let database: Database;
let provider: LocalResend;
let deps: OutboxDeps;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  provider = await startLocalResend();
  deps = outboxDeps(database);
  await storeSendingShop(deps.db);
  await deps.db.mailerAccount.deleteMany();
  for (let i = 1; i <= MAILS; i++) {
    await storePlannedMail(deps, { customerId: String(i), messageId: `m${i}` });
  }
});
afterEach(() => provider.close());

const ONE_PROCESS = "a PGlite belongs to one process";
const url = () => (database.driver.kind === "postgres" ? database.driver.url : null);
const work = (databaseUrl: string) =>
  startProcess("./outbox-worker.ts", {
    databaseUrl,
    providerUrl: provider.url,
    now: NOW.toISOString(),
  } satisfies WorkerTask);

/** Works in this process and without faults, later each time, until nothing is on its way any more. */
async function finish(): Promise<void> {
  const mailer = resendMailer({ apiKey: "re_test", baseUrl: provider.url });
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const now = hoursAgo(-ROUND_HOURS * round);
    const after = { ...deps, mailer, now: () => now };
    while ((await drainOutboxJob.run(SHOP, after, new AbortController().signal)).more);
    const left = await deps.db.message.count({ where: { state: { in: ["planned", "sending"] } } });
    if (left === 0) return;
  }
}

/** What the provider took is what the database says was sent: each mail once, and none is lost. */
async function expectEachOnce(): Promise<void> {
  const sent = await deps.db.message.findMany({ where: { state: "sent" } });
  const taken = provider.accepted.map(({ messageId }) => messageId);
  expect(sent).toHaveLength(MAILS);
  expect(taken.toSorted()).toEqual(sent.map(({ messageId }) => messageId).toSorted());
}

const CALLS_PER_SECOND = 4;

/** Each mail in a batch of its own, which waits to be asked for again: so many calls are due at once. */
async function splitIntoBatches(): Promise<void> {
  const planned = await deps.db.message.findMany({ where: { state: "planned" } });
  await deps.db.message.updateMany({ data: { nextAttemptAt: hoursAgo(-9) } });
  for (const { messageId } of planned) {
    await deps.db.message.updateMany({
      where: { messageId },
      data: { nextAttemptAt: hoursAgo(1) },
    });
    deps.mailer.next(() => ({ kind: "ambiguous", detail: "no answer" }));
    await drainOutboxJob.run(SHOP, deps, new AbortController().signal);
  }
  await deps.db.mailBatch.updateMany({ data: { nextAttemptAt: NOW } });
}

const FAULTS: readonly Fault[] = [
  { kind: "accept_then_hang" },
  { kind: "accept_then_reset" },
  { kind: "accept_then_half_body" },
  { kind: "hang" },
  { kind: "reset" },
  { kind: "error", statusCode: 500, name: "internal_server_error" },
  { kind: "raw", statusCode: 502, headers: { "content-type": "text/html" }, body: "<html>" },
  { kind: "accept_slowly", delayMs: 150 },
];

/** A process takes seconds to start where much else goes on. */
describe("workers that are killed while they send", { timeout: 60_000 }, () => {
  test.for(faultSeeds(4))(
    "F1, F2, F4, F5, seed %i: each mail is taken once, whenever they die and whatever the provider answers",
    async (seed, { skip }) => {
      const databaseUrl = url() ?? skip(ONE_PROCESS);
      const random = createRandomNumbers(seed);
      const draw = (below: number) => random.nextInteger(below);
      provider.fail(FAULTS[draw(FAULTS.length)]!);
      const worker = work(databaseUrl);
      await worker.says(1);
      await sleep(draw(400));
      worker.signal("SIGKILL");
      await worker.over();
      await finish();
      await expectEachOnce();
    },
  );

  test("F3: one that slept past its lease, while another took over, writes nothing", async ({
    skip,
  }) => {
    const databaseUrl = url() ?? skip(ONE_PROCESS);
    provider.fail({ kind: "accept_slowly", delayMs: 300 });
    const zombie = work(databaseUrl);
    while (provider.calls.length === 0) await sleep(10);
    zombie.signal("SIGSTOP");
    await finish();
    const settled = await deps.db.mailBatch.findMany({ orderBy: { batchId: "asc" } });
    zombie.signal("SIGCONT");
    expect(await zombie.over()).toBe(0);
    expect(await deps.db.mailBatch.findMany({ orderBy: { batchId: "asc" } })).toEqual(settled);
    await expectEachOnce();
  });

  test("F7: four at once keep together to what the provider allows, and nothing is lost", async ({
    skip,
  }) => {
    const databaseUrl = url() ?? skip(ONE_PROCESS);
    await provider.close();
    provider = await startLocalResend({ callsPerSecond: CALLS_PER_SECOND });
    await splitIntoBatches();
    const workers = Array.from({ length: 4 }, () => work(databaseUrl));
    expect(await Promise.all(workers.map((worker) => worker.over()))).toEqual([0, 0, 0, 0]);
    const times = provider.calls.map(({ atMs }) => atMs);
    const seconds = (times.at(-1)! - times[0]!) / 1_000;
    expect(times.length).toBeGreaterThan(2);
    expect(times.length).toBeLessThanOrEqual(CALLS_PER_SECOND * (seconds + 1));
    await finish();
    await expectEachOnce();
  });

  test("F23: one that is told to stop finishes what it has in hand, and another goes on", async ({
    skip,
  }) => {
    const databaseUrl = url() ?? skip(ONE_PROCESS);
    provider.fail({ kind: "accept_slowly", delayMs: 200 });
    const worker = work(databaseUrl);
    while (provider.calls.length === 0) await sleep(10);
    worker.signal("SIGTERM");
    await finish();
    expect(await worker.over()).toBe(0);
    await expectEachOnce();
  });

  test("F23: while the next version adds its columns and starts beside it, the old one goes on, stops when told to, and no mail goes twice", async ({
    skip,
  }) => {
    const databaseUrl = url() ?? skip(ONE_PROCESS);
    provider.fail({ kind: "accept_slowly", delayMs: 200 });
    const old = work(databaseUrl);
    while (provider.calls.length === 0) await sleep(10);
    // What the next version's migration may do while this one runs: add, and never take away.
    for (const table of ["message", "mail_batch", "profile", "suppression", "settings"]) {
      await deps.db.$executeRawUnsafe(
        `alter table "${table}" add column next_version text not null default 'new'`,
      );
    }
    try {
      const next = work(databaseUrl);
      await next.says(1);
      const toldAt = performance.now();
      old.signal("SIGTERM");
      expect(await old.over()).toBe(0);
      expect(performance.now() - toldAt).toBeLessThan(25_000);
      expect(await next.over()).toBe(0);
      await finish();
      await expectEachOnce();
    } finally {
      for (const table of ["message", "mail_batch", "profile", "suppression", "settings"]) {
        await deps.db.$executeRawUnsafe(`alter table "${table}" drop column next_version`);
      }
    }
  });
});
