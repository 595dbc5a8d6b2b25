/** A worker in a process of its own, to be killed: drains the shop's outbox until nothing is due, and says so. */
import { openDatabase } from "~/db.server";
import { resendMailer } from "~/delivery/mailer.resend.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { SHOP } from "../support/builders";
import { outboxDeps } from "../support/outbox-stage";

export interface WorkerTask {
  readonly databaseUrl: string;
  readonly providerUrl: string;
  /** ISO 8601: what time it is all along. */
  readonly now: string;
}

const task = JSON.parse(process.argv[2]!) as WorkerTask;
const stopping = new AbortController();
process.once("SIGTERM", () => stopping.abort());

const database = await openDatabase({ driver: "postgres", url: task.databaseUrl, poolSize: 2 });
const deps = {
  ...outboxDeps(database),
  mailer: resendMailer({ apiKey: "re_test", baseUrl: task.providerUrl, timeoutMs: 400 }),
  now: () => new Date(task.now),
};
process.send!("begun");
while (!stopping.signal.aborted && (await drainOutboxJob.run(SHOP, deps, stopping.signal)).more);
await database.close();
process.send!("done");
process.disconnect();
