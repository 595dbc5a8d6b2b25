import { projectCatalogJob } from "~/catalog/project-catalog.job.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { inShop } from "~/db-scope.server";
import { startRuntime } from "~/deps.server";
import { drainInboxJob } from "~/events/inbox/drain-inbox.job.server";
import { receiveWebhook } from "~/events/inbox/receive-webhook.server";
import { attributeOrdersJob } from "~/feedback/attribute-orders.job.server";
import { countLiftJob } from "~/feedback/count-lift.job.server";
import { getHomeSummary } from "~/pages/home/home-summary.server";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import { enrollProfilesJob } from "~/flows/enrollment/enroll-profiles.job.server";
import type { ShopId } from "~/lib/shop-id";
import { readCustomerListFilter } from "~/pages/customers/customer-list-filter";
import { getCustomerList } from "~/pages/customers/customer-list.server";
import { projectProfilesJob } from "~/profiles/projection/project-profiles.job.server";
import { fitModelsJob } from "~/recommendations/models/fit-models.job.server";
import { respond, readTask } from "../../child";
import { orderWebhooks } from "../webhooks/order-webhook";
import { seedDueEnrollments } from "../emails/seed-due-enrollments";
import type { ShopSize } from "../seed-shop";
import { median } from "../../statistics";

export interface SizeTask {
  readonly shopId: ShopId;
  readonly size: ShopSize;
}

/** All in ms. */
export interface SizeResult {
  readonly fit: number;
  readonly singleWebhook: number;
  readonly webhook: number;
  readonly enrollment: number;
  readonly email: number;
  readonly lift: number;
  readonly home: number;
  readonly customers: number;
}

const CUSTOMER_LIST = { filter: readCustomerListFilter(new URLSearchParams()), page: 1 };
const SINGLE_ORDERS = 20;
const TOGETHER = 400;
const PAGES = 11;
const WARM_UP = 40;
/** Orders come from customers who are not emailed, since an order ends an enrollment. */
const FIRST_BUYER = 500;

// Cost of one webhook, enrollment, email and page at some shop size: the app's own functions and jobs in sequence.
const { shopId, size } = readTask() as SizeTask;
const { deps: ofProcess } = await startRuntime("web");
const deps = { ...ofProcess, mailer: ofProcess.mailers.default };
const { db, keyring } = deps;
const { signal } = new AbortController();
const webhookOf = orderWebhooks(deps.config.shopify.apiSecret, size);
let webhooks = FIRST_BUYER;

const fit = await timed(() => fitModelsJob.run(shopId, deps, signal));

await processWebhooks(WARM_UP);
await sendEmails(WARM_UP, 0);
const single: number[] = [];
for (let i = 0; i < SINGLE_ORDERS; i++) single.push(await timed(() => processWebhooks(1)));
const together = await timed(() => processWebhooks(TOGETHER));
const { enrollment, email } = await sendEmails(TOGETHER, 1);
const lift = await timed(() => countLiftJob.run(shopId, deps, signal));

respond({
  fit,
  singleWebhook: median(single),
  webhook: together / TOGETHER,
  enrollment,
  email,
  lift,
  home: await medianOf(() => inShop(shopId, () => getHomeSummary(db, shopId, deps))),
  customers: await medianOf(() =>
    inShop(shopId, () => getCustomerList(db, shopId, CUSTOMER_LIST, deps)),
  ),
} satisfies SizeResult);

/** Receives orders and runs them through the pipeline: profiles, enrollments, attribution. */
async function processWebhooks(count: number): Promise<void> {
  const received = Array.from({ length: count }, async () => {
    const { headers, body } = webhookOf(shopId, webhooks++);
    return receiveWebhook(new Headers(headers), body, deps);
  });
  for (const { kind } of await Promise.all(received)) {
    if (kind !== "stored") throw new Error(`A webhook was ${kind}`);
  }
  await drain(drainInboxJob);
  await drain(projectCatalogJob);
  await drain(projectProfilesJob);
  await drain(enrollProfilesJob);
  await drain(attributeOrdersJob);
}

async function sendEmails(
  count: number,
  round: number,
): Promise<{ enrollment: number; email: number }> {
  await inShop(shopId, () => seedDueEnrollments(db, keyring, shopId, { count, round }));
  const advancing = await timed(() => drain(advanceEnrollmentsJob));
  const planned = await inShop(shopId, () =>
    db.messageStatus.count({ where: { shopId, state: "planned" } }),
  );
  if (planned !== count) throw new Error(`${planned} emails of ${count} were planned`);
  const sending = await timed(() => drain(drainOutboxJob));
  return { enrollment: advancing / count, email: sending / count };
}

async function drain(job: {
  run(shopId: ShopId, given: typeof deps, signal: AbortSignal): Promise<{ more: boolean }>;
}): Promise<void> {
  while ((await job.run(shopId, deps, signal)).more);
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < PAGES; i++) times.push(await timed(work));
  return median(times);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
