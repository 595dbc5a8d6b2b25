/** A worker in its own process, to be killed: drains the shops' outboxes in turn until nothing is due, and reports it. */
import { openDatabase } from "~/db.server";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { SHOP } from "../support/builders";
import { outboxDeps } from "../support/outbox-stage";
import { dyingDatabase, type FailurePoint } from "./dying-database";

export interface WorkerTask {
  readonly databaseUrl: string;
  readonly providerUrl: string;
  /** ISO 8601: its constant clock. */
  readonly now: string;
  /** Where it kills itself; null when others kill it. */
  readonly death: FailurePoint | null;
}

const task = JSON.parse(process.argv[2]!) as WorkerTask;
const stopping = new AbortController();
process.once("SIGTERM", () => stopping.abort());
/** Blocks forever: later code is never reached. */
const die = () => {
  process.kill(process.pid, "SIGKILL");
  return new Promise(() => undefined);
};

const database = await openDatabase({ driver: "postgres", url: task.databaseUrl, poolSize: 2 });
const { db } = database;
const deps = {
  ...outboxDeps(database),
  db: task.death ? dyingDatabase(db, task.death, die) : db,
  mailer: resendMailer({ apiKey: "re_test", baseUrl: task.providerUrl, timeoutMs: 400 }),
  now: () => new Date(task.now),
};
// No call before this.
process.send!(performance.timeOrigin + performance.now());
while (!stopping.signal.aborted && (await drainOutboxJob.run(SHOP, deps, stopping.signal)).more);
await database.close();
process.send!("done");
process.disconnect();
