import { afterEach, beforeEach, type TestContext } from "vitest";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { hoursAgo, NOW } from "../support/builders";
import { startLocalResend, type Fault, type LocalResend } from "../support/local-resend";
import type { OutboxDeps } from "../support/outbox-stage";
import type { Draw } from "../support/over-seeds";
import { useOutbox } from "../support/use-outbox";
import { waitFor } from "../support/wait-for";
import type { FailurePoint } from "./dying-database";
import { expectEachOnce } from "./expect-each-once";
import type { WorkerTask } from "./outbox-worker";
import { startProcess, type FaultyProcess } from "./start-process";
import { changeMessages } from "../support/message-rows";

/** Longer than a lease, and than the first retry delays. */
const ROUND_HOURS = 0.1;
const MAX_ROUNDS = 16;

/** Any response of a provider, or none. */
export const PROVIDER_FAULTS: readonly Fault[] = [
  { kind: "accept_then_hang" },
  { kind: "accept_then_reset" },
  { kind: "accept_then_half_body" },
  { kind: "hang" },
  { kind: "reset" },
  { kind: "error", statusCode: 500, name: "internal_server_error" },
  { kind: "error", statusCode: 429, name: "rate_limit_exceeded", headers: { "retry-after": "1" } },
  { kind: "raw", statusCode: 502, headers: { "content-type": "text/html" }, body: "<html>" },
  { kind: "accept_slowly", delayMs: 150 },
];

export interface WorkerStage {
  readonly deps: OutboxDeps;
  readonly provider: LocalResend;
  /** Number of calls at once and per second; uses the machine's clock and grants no time. */
  limitAccount(perSecond: number): Promise<void>;
  /** Stores emails that are due now, and some that become due in later rounds. */
  plan(emails: number, draw: Draw): Promise<void>;
  /** Creates batches with a pending response from due emails: this many calls are due at once. */
  splitIntoBatches(batches: number): Promise<void>;
  work(context: TestContext, death?: FailurePoint): Promise<FaultyProcess>;
  /** Waits until a worker calls the provider, or ends. */
  firstCall(worker: FaultyProcess): Promise<void>;
  /** Runs in this process and without faults, at later and later times, until nothing is pending. */
  finish(): Promise<void>;
  expectEachOnce(): Promise<void>;
}

/** A shop with emails to send, a provider, and workers in separate processes: one per test file. */
export function useWorkerStage(): WorkerStage {
  const outbox = useOutbox();
  let provider: LocalResend;
  let planned = 0;
  beforeEach(async () => {
    provider = await startLocalResend();
    planned = 0;
    await outbox.db.mailerAccount.deleteMany();
  });
  afterEach(() => provider.close());

  return {
    get deps() {
      return outbox.deps;
    },
    get provider() {
      return provider;
    },
    async limitAccount(perSecond) {
      const { account = "" } = resendMailer({ apiKey: "re_test" });
      const refilledAt = new Date("2100-01-01");
      const data = { account, tokens: perSecond, ratePerSecond: perSecond, refilledAt };
      await outbox.db.mailerAccount.create({ data });
    },
    async plan(emails, draw) {
      for (let i = 1; i <= emails; i++) {
        planned += 1;
        const message =
          i === 1 || draw.chance(0.8) ? {} : { nextRunAt: hoursAgo(-ROUND_HOURS * 1.5) };
        await outbox.plan(String(planned), `m${planned}`, { message });
      }
    },
    async splitIntoBatches(batches) {
      const { db } = outbox;
      const due = await db.messageStatus.findMany({ where: { nextRunAt: { lte: NOW } } });
      await changeMessages(db, {}, { nextRunAt: hoursAgo(-9) });
      for (let batch = 0; batch < batches; batch++) {
        const own = due.filter((_, i) => i % batches === batch);
        const messageId = { in: own.map((message) => message.messageId) };
        const data = { nextRunAt: hoursAgo(1) };
        await changeMessages(db, { messageId }, data);
        outbox.mailer.next(() => ({ kind: "ambiguous", detail: "no answer" }));
        await outbox.run();
      }
      const left = { state: "planned", nextRunAt: hoursAgo(-9) };
      const data = { nextRunAt: hoursAgo(-ROUND_HOURS * 1.5) };
      await changeMessages(db, left, data);
      await db.emailBatch.updateMany({ data: { nextRunAt: NOW } });
    },
    work({ skip }, death) {
      const { driver } = outbox.database;
      if (driver.kind !== "postgres") return skip("a PGlite belongs to one process");
      return startProcess("./outbox-worker.ts", {
        databaseUrl: driver.url,
        providerUrl: provider.url,
        now: NOW.toISOString(),
        death: death ?? null,
      } satisfies WorkerTask);
    },
    async firstCall(worker) {
      const isSo = () => provider.calls.length > 0 || worker.hasEnded || null;
      await waitFor("a worker to call the provider, or to end", isSo);
    },
    async finish() {
      const mailer = resendMailer({ apiKey: "re_test", baseUrl: provider.url, timeoutMs: 1_000 });
      for (let round = 1; round <= MAX_ROUNDS; round++) {
        const now = hoursAgo(-ROUND_HOURS * round);
        // An account's pause and refill use the database's clock, which does not follow ours.
        await outbox.db.mailerAccount.updateMany({
          data: { restUntil: null, restReason: null, refilledAt: new Date(0) },
        });
        await outbox.drain({ ...outbox.deps, mailer, now: () => now });
        const onItsWay = { state: { in: ["planned", "sending"] } };
        if ((await outbox.db.messageStatus.count({ where: onItsWay })) === 0) return;
      }
    },
    expectEachOnce: () => expectEachOnce(outbox.db, provider.accepted, planned),
  };
}
