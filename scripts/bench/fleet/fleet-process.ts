import { setTimeout as pause } from "node:timers/promises";
import { inShop } from "~/db-scope.server";
import { startRuntime } from "~/deps.server";
import { receiveWebhook } from "~/events/inbox/receive-webhook.server";
import { countStatements } from "../../../test/support/count-statements";
import { readTask, respond } from "../child";
import { seedDueEnrollments } from "../main-job/emails/seed-due-enrollments";
import { orderWebhooks } from "../main-job/webhooks/order-webhook";
import { countPending, untilSettled } from "../main-job/until-settled";
import { planFleet, PRODUCTS, type FleetShop } from "./plan-fleet";

export interface FleetTask {
  readonly shops: number;
}

/** What a process has used so far. */
export interface FleetUsage {
  /** 0 on PGlite. */
  readonly statements: number;
  readonly cpuMs: number;
}

export interface FleetRun {
  readonly orders: number;
  readonly emails: number;
  /** Until the last order was acknowledged, and until nothing was left to do. */
  readonly receiveSeconds: number;
  readonly seconds: number;
  /** From a webhook to its order in all stages, in ms, while everything else is worked off. */
  readonly smallest: readonly number[];
  readonly largest: readonly number[];
}

/** What the parent asks of a process of the fleet. */
export type FleetCommand = "usage" | "settle" | "probe" | "run";

const RECEIVERS = 32;
const PROBES = 15;
const SMALLEST = 10;
/** The orders of probes have ids after those of the run. */
const FIRST_PROBE = 100_000;
const PROBE_LIMIT_MS = 120_000;

// A process of the app. With a worker it runs jobs; the parent lets one process receive orders and report.
const { shops } = readTask() as FleetTask;
const counted = countStatements();
let statements = 0;
const fleet = planFleet(shops);
const { deps } = await startRuntime("web");
const { db, keyring, queue } = deps;
let probes = FIRST_PROBE;

process.on("message", (command: FleetCommand) => {
  answer(command).then(respond, (error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.once("SIGTERM", () => process.exit(0));
respond("ready");

function answer(command: FleetCommand): Promise<unknown> {
  switch (command) {
    case "usage":
      return Promise.resolve(usage());
    case "settle":
      return untilSettled(queue).then(() => "settled");
    case "probe":
      return probeSmallest();
    case "run":
      return run();
  }
}

function usage(): FleetUsage {
  const { user, system } = process.cpuUsage();
  statements += counted.take();
  return { statements, cpuMs: (user + system) / 1_000 };
}

async function probeSmallest(): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 0; i < PROBES; i++) waits.push(await probe(smallestAt(i)));
  return waits;
}

const smallestAt = (i: number): FleetShop => fleet.at(-1 - (i % Math.min(SMALLEST, shops)))!;

/** The time from a webhook's arrival until its order has passed all stages, whose one transaction makes it visible. */
async function probe(shop: FleetShop): Promise<number> {
  const startMs = performance.now();
  const { shopId } = shop;
  // By the last customer, who gets no email.
  const orderId = await placeOrder(shop, probes++ * shop.customers + shop.customers - 1);
  while (
    !(await inShop(shopId, () =>
      db.order.findUnique({
        where: { shopId_orderId: { shopId, orderId } },
        select: { orderId: true },
      }),
    ))
  ) {
    if (performance.now() - startMs > PROBE_LIMIT_MS) throw new Error(`${orderId} did not arrive`);
    await pause(10);
  }
  return performance.now() - startMs;
}

async function placeOrder({ shopId, customers }: FleetShop, n: number): Promise<string> {
  const webhookOf = orderWebhooks(deps.config.shopify.apiSecret, { customers, products: PRODUCTS });
  const { headers, body } = webhookOf(shopId, n);
  const { kind } = await receiveWebhook(new Headers(headers), body, deps);
  if (kind !== "stored") throw new Error(`A webhook was ${kind}`);
  return String((JSON.parse(body.toString("utf8")) as { id: number }).id);
}

/** All orders and due emails of the fleet at once, and probes until nothing is left. */
async function run(): Promise<FleetRun> {
  await seedEmails();
  console.error("fleet: emails are due, orders come");
  const startMs = performance.now();
  const secondsNow = () => (performance.now() - startMs) / 1_000;
  await queue.wakeAll(
    "flows.advance-enrollments",
    fleet.map(({ shopId }) => shopId),
  );
  await receiveOrders();
  const receiveSeconds = secondsNow();
  const smallest: number[] = [];
  const largest: number[] = [];
  for (let i = 0, left; (left = await countPending(queue)) > 0; i++) {
    if (i % PROBES === 0)
      console.error(`fleet: ${left} rows and wake-ups left (${Math.round(secondsNow())} s)`);
    smallest.push(await probe(smallestAt(i)));
    largest.push(await probe(fleet[0]!));
    await pause(200);
  }
  return {
    ...{ receiveSeconds, seconds: secondsNow(), smallest, largest },
    orders: sumOf(({ orders }) => orders) + smallest.length + largest.length,
    emails: sumOf(({ emails }) => emails),
  };
}

const sumOf = (count: (shop: FleetShop) => number): number =>
  fleet.reduce((sum, shop) => sum + count(shop), 0);

async function seedEmails(): Promise<void> {
  for (const { shopId, emails } of fleet) {
    await inShop(shopId, () => seedDueEnrollments(db, keyring, shopId, { count: emails }));
  }
}

/** The shops take turns, so that the orders of a shop do not come together. */
async function receiveOrders(): Promise<void> {
  const waiting = fleet
    .flatMap((shop) =>
      Array.from({ length: shop.orders }, (_, i) => ({
        shop,
        n: shop.emails + i,
        turn: (i + 0.5) / shop.orders,
      })),
    )
    .sort((a, b) => a.turn - b.turn);
  let next = 0;
  const receive = async () => {
    while (next < waiting.length) {
      const { shop, n } = waiting[next++]!;
      await placeOrder(shop, n);
    }
  };
  await Promise.all(Array.from({ length: RECEIVERS }, receive));
}
