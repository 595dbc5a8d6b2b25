import { beforeEach, expect, test } from "vitest";
import { countEmails, findEmailMonth } from "~/delivery/plan/email-month-store.server";
import { planById } from "~/shopify/billing/plan";
import { hoursAgo, NOW, SHOP } from "../../support/builders";
import { useOutbox } from "../../support/use-outbox";

const FREE = planById("free").emailsPerMonth!;
const outbox = useOutbox();
const { drain, at, plan, messages } = outbox;
beforeEach(async () => {
  await outbox.db.shopPlan.create({ data: { shopId: SHOP, plan: "free", nextRunAt: NOW } });
});

const count = (emails: number) =>
  outbox.db.$transaction((tx) => countEmails(tx, SHOP, emails, outbox.deps.now()));
const states = async () => (await messages()).map(({ state, reason }) => reason ?? state);

test("sends only the plan's remaining emails and defers the others with a reason", async () => {
  await count(FREE - 2);
  for (const id of ["1", "2", "3"]) await plan(id, `m${id}`);
  await drain();
  expect((await states()).sort()).toEqual(["plan_limit", "sent", "sent"]);
  expect((await findEmailMonth(outbox.db, SHOP, NOW)).emails).toBe(FREE);
});

test("releases waiting messages at the start of the next month in the shop's time zone", async () => {
  await count(FREE);
  await outbox.db.shop.update({ where: { shopId: SHOP }, data: { timeZone: "Asia/Tokyo" } });
  const expiresAt = new Date(NOW.getTime() + 90 * 86_400_000);
  await plan("1", "m1", { message: { expiresAt } });
  await drain();
  const [waiting] = await outbox.db.messageStatus.findMany();
  const { endsAt } = await findEmailMonth(outbox.db, SHOP, NOW);
  expect(waiting).toMatchObject({ state: "planned", nextRunAt: endsAt });
  expect(endsAt.toISOString()).toMatch(/T15:00:00\.000Z$/);
  at(endsAt);
  await drain();
  expect(await states()).not.toContain("plan_limit");
});

test("reports the plan as the reason when a message expires while waiting", async () => {
  await count(FREE);
  await plan("1", "m1", { message: { expiresAt: hoursAgo(-2) } });
  await drain();
  expect(await states()).toEqual(["plan_limit"]);
  at(hoursAgo(-2));
  await drain();
  expect(await states()).toEqual(["plan_limit_expired"]);
});

test("allows any number of emails without billing", async () => {
  await outbox.db.shopPlan.update({ where: { shopId: SHOP }, data: { plan: "unlimited" } });
  await count(10_000_000);
  await plan("1", "m1");
  await drain();
  expect(await states()).toEqual(["sent"]);
});

test("adds up emails that are counted at once, also the first ones of a month", async () => {
  await Promise.all([count(1), count(2), count(3)]);
  await Promise.all([count(4), count(5)]);
  await count(0);
  expect((await findEmailMonth(outbox.db, SHOP, NOW)).emails).toBe(15);
});
