/** A worker in its own process, to be killed: plans the shop's campaigns and drains its outbox until nothing is due. */
import { planCampaignsJob } from "~/campaigns/planning/plan-campaigns.job.server";
import { openDatabase } from "~/db.server";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { SHOP } from "../support/builders";
import { outboxDeps } from "../support/outbox-stage";
import type { WorkerTask } from "./outbox-worker";

/** The input of an outbox worker. */
export type CampaignTask = WorkerTask;

const task = JSON.parse(process.argv[2]!) as CampaignTask;
const { signal } = new AbortController();

const database = await openDatabase({ driver: "postgres", url: task.databaseUrl, poolSize: 2 });
const deps = {
  ...outboxDeps(database),
  mailer: resendMailer({ apiKey: "re_test", baseUrl: task.providerUrl, timeoutMs: 400 }),
  now: () => new Date(task.now),
};
process.send!("begun");
for (let isMore = true; isMore;) {
  const planned = await planCampaignsJob.run(SHOP, deps, signal);
  const drained = await drainOutboxJob.run(SHOP, deps, signal);
  isMore = planned.more || drained.more;
}
await database.close();
process.send!("done");
process.disconnect();
