import { respond, readTask } from "../../child";
import { openConnection, writeRequest } from "../connection";
import { orderWebhooks } from "./order-webhook";

export interface UnknownShopsTask {
  readonly port: number;
  readonly secret: string;
  readonly connections: number;
  readonly posts: number;
}

/** Number of responses by status. */
export type UnknownShopsResult = Readonly<Record<string, number>>;

// Sends signed webhooks, each for an unknown shop.
const task = readTask() as UnknownShopsTask;
const webhook = orderWebhooks(task.secret, { customers: 50, products: 50 });
const answers: Record<string, number> = {};
let sent = 0;

async function sender() {
  const ask = await openConnection(task.port);
  while (sent < task.posts) {
    const n = sent++;
    const { headers, body } = webhook(`phantom-${n}.myshopify.com`, n);
    const status = await ask(writeRequest("/webhooks", headers, body));
    answers[status] = (answers[status] ?? 0) + 1;
  }
}

await Promise.all(Array.from({ length: task.connections }, sender));
respond(answers satisfies UnknownShopsResult);
process.exit(0);
