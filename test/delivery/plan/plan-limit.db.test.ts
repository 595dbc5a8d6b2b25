import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { countMails, findMailMonth } from "~/delivery/plan/mail-month-store.server";
import { planOf } from "~/shopify/billing/plan";
import { hoursAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import {
  outboxDeps,
  storePlannedMail,
  storeSendingShop,
  type OutboxDeps,
} from "../../support/outbox-stage";

const FREE = planOf("free").mailsPerMonth!;
let database: Database;
let deps: OutboxDeps;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = outboxDeps(database);
  await storeSendingShop(deps.db);
  await deps.db.shopPlan.create({ data: { shopId: SHOP, plan: "free", nextAskAt: NOW } });
});

const { signal } = new AbortController();
async function drain(): Promise<void> {
  for (let more = true, turns = 0; more && turns < 20; turns++) {
    more = (await drainOutboxJob.run(SHOP, deps, signal)).more;
  }
}
const plan = (customerId: string, rest = {}) =>
  storePlannedMail(deps, { customerId, messageId: `m${customerId}`, ...rest });
const count = (mails: number) =>
  deps.db.$transaction((tx) => countMails(tx, SHOP, mails, deps.now()));
const states = async () =>
  (await deps.db.message.findMany({ orderBy: { messageId: "asc" } })).map(
    ({ state, reason }) => reason ?? state,
  );

test("of more mails than the plan has left so many leave, and the others are told why they wait", async () => {
  await count(FREE - 2);
  for (const id of ["1", "2", "3"]) await plan(id);
  await drain();
  expect((await states()).sort()).toEqual(["plan_limit", "sent", "sent"]);
  expect((await findMailMonth(deps.db, SHOP, NOW)).mails).toBe(FREE);
});

test("what waits is looked at again when the next month begins in the shop's time zone", async () => {
  await count(FREE);
  await deps.db.shop.update({ where: { shopId: SHOP }, data: { timeZone: "Asia/Tokyo" } });
  const expiresAt = new Date(NOW.getTime() + 90 * 86_400_000);
  await plan("1", { message: { expiresAt } });
  await drain();
  const [waiting] = await deps.db.message.findMany();
  const { endsAt } = await findMailMonth(deps.db, SHOP, NOW);
  expect(waiting).toMatchObject({ state: "planned", nextAttemptAt: endsAt });
  expect(endsAt.toISOString()).toMatch(/T15:00:00\.000Z$/);
  deps.now = () => endsAt;
  await drain();
  expect(await states()).not.toContain("plan_limit");
});

test("one that is too late by then says that the plan was why", async () => {
  await count(FREE);
  await plan("1", { message: { expiresAt: hoursAgo(-2) } });
  await drain();
  expect(await states()).toEqual(["plan_limit"]);
  deps.now = () => hoursAgo(-2);
  await drain();
  expect(await states()).toEqual(["plan_limit_expired"]);
});

test("where nothing is billed no number of mails is too many", async () => {
  await deps.db.shopPlan.update({ where: { shopId: SHOP }, data: { plan: "unlimited" } });
  await count(10_000_000);
  await plan("1");
  await drain();
  expect(await states()).toEqual(["sent"]);
});
