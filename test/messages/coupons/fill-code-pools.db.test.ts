import { beforeEach, describe, expect, test } from "vitest";
import { WELCOME } from "~/flows/library/people/welcome";
import { storedJson } from "~/flows/stored-json";
import { selectShopsWithDueCodes } from "~/messages/coupons/coupon-store.server";
import { fillCodePoolsJob } from "~/messages/coupons/fill-code-pools.job.server";
import { giveCoupons } from "~/messages/coupons/coupons-of-emails.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { readDueShops } from "../../support/due-shops";
import { createProfile, createSentMessage } from "../../support/rows";
import { EDGE_SHOP as SHOP, edgeStage } from "../../support/edge-stage";
import { changeMessages } from "../../support/message-rows";

const stage = edgeStage();
const HOUR_MS = 3_600_000;
const EMAIL_1 = { ownerKey: "flow/welcome/email-1", percentOff: 10 };

/** Those created by earlier tests. */
let before: ReadonlySet<string>;

beforeEach(async () => {
  const { db, now } = stage;
  before = new Set((await stage.bed.control.records(SHOP, "discounts")).map(({ id }) => id));
  await db.discount.deleteMany();
  const dates = { createdAt: now, updatedAt: now };
  await db.flow.upsert({
    where: { shopId_flowId: { shopId: SHOP, flowId: "welcome" } },
    create: {
      shopId: SHOP,
      flowId: "welcome",
      libraryKey: "welcome",
      name: "Welcome",
      status: "live",
      liveVersion: 1,
      ...dates,
    },
    update: { status: "live" },
  });
  await db.flowVersion.createMany({
    data: [
      {
        shopId: SHOP,
        flowId: "welcome",
        version: 1,
        definition: storedJson(WELCOME),
        createdAt: now,
      },
    ],
    skipDuplicates: true,
  });
});

const runOnce = () => fillCodePoolsJob.run(SHOP, stage.deps, new AbortController().signal);
/** Until nothing is left to do. */
async function run() {
  for (let turn = 0; turn < 20; turn++) if (!(await runOnce()).more) return;
  throw new Error("The job never comes to rest");
}
const atShopify = async () =>
  (await stage.bed.control.records(SHOP, "discounts")).filter(({ id }) => !before.has(id));
const later = (ms: number) => (stage.now = new Date(stage.now.getTime() + ms));
const free = () =>
  stage.db.discountCode.count({
    where: { shopId: SHOP, ownerKey: EMAIL_1.ownerKey, state: "free" },
  });
const theDiscount = () =>
  stage.db.discount.findFirstOrThrow({ where: { shopId: SHOP, ownerKey: EMAIL_1.ownerKey } });

/** A planned email of the welcome flow's first step, with its customer. */
async function plannedEmail(customerId: string) {
  const { db, deps } = stage;
  const { profileId } = await createProfile(db, deps.keyring, { shopId: SHOP, customerId });
  const messageId = `email-to-${customerId}`;
  await createSentMessage(db, { shopId: SHOP, profileId, messageId });
  const expiresAt = new Date(stage.now.getTime() + 24 * HOUR_MS);
  await changeMessages(
    db,
    { shopId: SHOP, messageId },
    { state: "planned", flowId: "welcome", stepId: "email-1", expiresAt },
  );
  return { messageId, profileId, coupon: { percentOff: 10, validDays: 10 } };
}
type Email = Awaited<ReturnType<typeof plannedEmail>>;
const give = (emails: readonly Email[]) =>
  stage.db.$transaction((tx) =>
    giveCoupons(tx, SHOP, emails, {
      keyring: stage.deps.keyring,
      queue: stage.deps.queue,
      timeZone: "Europe/London",
      now: stage.now,
    }),
  );
async function givenTo(email: Email) {
  const outcome = (await give([email])).get(email.messageId);
  if (outcome?.kind !== "given") throw new Error(`The email got no code: ${outcome?.kind}`);
  return outcome.coupon;
}

describe("for a flow with discount codes", () => {
  test("each step has one discount of many codes, each for one use by one customer", async () => {
    await run();
    const discounts = await atShopify();
    expect(discounts.map((it) => it.title).sort()).toEqual([
      "Kindred: Welcome, email-1, 10%",
      "Kindred: Welcome, email-3, 10%",
    ]);
    for (const { percentage, usageLimit, appliesOncePerCustomer, codes } of discounts) {
      expect({ percentage, usageLimit, appliesOncePerCustomer }).toEqual({
        percentage: 0.1,
        usageLimit: 1,
        appliesOncePerCustomer: true,
      });
      expect(Object.keys(codes)).toHaveLength(20);
    }
  });

  test("no codes are created while there are enough, and the next check is a day later", async () => {
    await run();
    await stage.bed.control.clearLogs();
    await run();
    expect(await stage.bed.control.graphqlLog()).toEqual([]);
    later(23 * HOUR_MS);
    expect(await readDueShops(stage.db, selectShopsWithDueCodes(stage.now))).toEqual([]);
    later(HOUR_MS);
    expect(await readDueShops(stage.db, selectShopsWithDueCodes(stage.now))).toEqual([SHOP]);
  });

  test("used codes are replaced once fewer than ten are left", async () => {
    await run();
    const emails = [];
    for (let i = 0; i < 11; i++) emails.push(await plannedEmail(String(i)));
    stage.deps.announced.length = 0;
    await give(emails.slice(0, 10));
    expect(await readDueShops(stage.db, selectShopsWithDueCodes(stage.now))).toEqual([]);
    expect(stage.deps.announced).toEqual([]);
    await give(emails.slice(10));
    expect(await free()).toBe(9);
    expect(stage.deps.announced).toEqual([{ shopId: SHOP, fact: "codes_wanted" }]);
    await run();
    // The test's own messages each wait for a code until they are sent.
    expect(await free()).toBeGreaterThanOrEqual(20);
  });

  test("checks daily that the discounts exist, without creating codes", async () => {
    await run();
    await stage.bed.control.clearLogs();
    later(24 * HOUR_MS);
    await run();
    const requested = (await stage.bed.control.graphqlLog()).map(({ operation }) => operation);
    expect(requested).toEqual(["DiscountStatus", "DiscountStatus"]);
  });

  test("creates none for a disabled flow", async () => {
    await stage.db.flow.updateMany({ data: { status: "paused" } });
    await run();
    expect(await atShopify()).toEqual([]);
    expect(await stage.db.discount.count()).toBe(0);
  });

  test("stores codes sealed", async () => {
    await run();
    const codes = Object.keys((await atShopify()).at(-1)!.codes);
    const rows = await stage.db.$queryRaw<{ text: string }[]>`
      select to_jsonb(c)::text as text from discount_code c`;
    for (const code of codes) expect(rows.some(({ text }) => text.includes(code))).toBe(false);
  });
});

describe("a message with a discount code", () => {
  test("gets its own code, which exists in Shopify, until the end of its last day", async () => {
    await run();
    const coupon = await givenTo(await plannedEmail("1"));
    expect(coupon).toMatchObject({ percentOff: 10, endsAt: new Date("2026-06-11T23:00:00Z") });
    const known = (await atShopify()).some((it) => Object.hasOwn(it.codes, coupon.code));
    expect(known).toBe(true);
  });

  test("keeps its code when it is composed again, and shares it with no other message", async () => {
    await run();
    const [one, other] = [await plannedEmail("1"), await plannedEmail("2")];
    const first = await givenTo(one);
    expect((await givenTo(one)).code).toBe(first.code);
    expect((await givenTo(other)).code).not.toBe(first.code);
  });

  test("waits while there are no codes, wakes the pool, and is sent without one after two hours", async () => {
    const email = await plannedEmail("1");
    expect((await give([email])).get(email.messageId)).toEqual({ kind: "coming" });
    expect(await readDueShops(stage.db, selectShopsWithDueCodes(stage.now))).toEqual([SHOP]);
    await stage.bed.control.setFaults({ graphql: { fail: 100 } });
    await run();
    await give([email]);
    later(1.9 * HOUR_MS);
    expect((await give([email])).get(email.messageId)).toEqual({ kind: "coming" });
    later(0.2 * HOUR_MS);
    expect((await give([email])).has(email.messageId)).toBe(false);
  });

  test("does not wait for a code when the email would expire first", async () => {
    const email = await plannedEmail("1");
    await changeMessages(stage.db, {}, { expiresAt: new Date(stage.now.getTime() + 60_000) });
    expect((await give([email])).has(email.messageId)).toBe(false);
  });

  test("makes the pool grow by the number of waiting messages", async () => {
    await run();
    const emails = [];
    for (let i = 0; i < 23; i++) emails.push(await plannedEmail(String(i)));
    await changeMessages(stage.db, {}, { intent: { coupon: { percentOff: 10, validDays: 10 } } });
    const outcomes = await give(emails);
    expect([...outcomes.values()].filter(({ kind }) => kind === "coming")).toHaveLength(3);
    await run();
    const again = await give(emails);
    expect([...again.values()].every(({ kind }) => kind === "given")).toBe(true);
    const codes = [...again.values()].flatMap((it) => (it.kind === "given" ? it.coupon.code : []));
    expect(new Set(codes).size).toBe(23);
  });
});

describe("when Shopify", () => {
  test("loses its answer, there is still only one discount", async () => {
    await stage.bed.control.setFaults({ graphql: { lose: 6, failStatus: 503 } });
    await run();
    expect(await free()).toBe(0);
    await stage.bed.control.clearFaults();
    later(HOUR_MS);
    await run();
    const titles = (await atShopify()).map(({ title }) => title);
    expect(new Set(titles).size).toBe(2);
    expect(titles).toHaveLength(2);
    expect(await free()).toBe(20);
  });

  test("throttles, the job waits", async () => {
    await stage.bed.control.setFaults({ graphql: { throttle: 3 } });
    await run();
    expect(await free()).toBe(20);
  });

  test("takes time to add codes, the job asks again", async () => {
    await stage.bed.control.setFaults({ discounts: { slowPolls: 7 } });
    await run();
    expect(await free()).toBe(1);
    await run();
    expect(await free()).toBe(20);
  });

  test("accepts only some of the codes, others are drawn instead", async () => {
    await stage.bed.control.setFaults({ discounts: { failCodes: 5 } });
    await run();
    expect(await free()).toBe(20);
    const given = await givenTo(await plannedEmail("1"));
    expect((await atShopify()).some((it) => Object.hasOwn(it.codes, given.code))).toBe(true);
  });

  test("refuses the discount, emails are sent without it and the job retries in an hour", async () => {
    await stage.bed.control.setFaults({ discounts: { refuse: 100 } });
    await run();
    const email = await plannedEmail("1");
    expect((await give([email])).has(email.messageId)).toBe(false);
    expect(await theDiscount()).toMatchObject({ lastError: "refused: INVALID" });
    await stage.bed.control.clearFaults();
    later(HOUR_MS);
    await run();
    expect(await theDiscount()).toMatchObject({ refusedAt: null, lastError: null });
    await givenTo(email);
  });

  test("has not granted the scope, emails are sent without codes and nothing is called", async () => {
    await stage.db.shop.updateMany({ data: { grantedScopes: "read_customers" } });
    await stage.bed.control.clearLogs();
    await run();
    expect(await stage.bed.control.graphqlLog()).toEqual([]);
    expect(await theDiscount()).toMatchObject({ lastError: "scope_missing" });
  });
});

describe("a code is deactivated in Shopify", () => {
  test("once its last day is over", async () => {
    await run();
    const { code, endsAt } = await givenTo(await plannedEmail("1"));
    const isThere = async () => (await atShopify()).some((it) => Object.hasOwn(it.codes, code));
    stage.now = new Date(endsAt.getTime() - 1_000);
    await run();
    expect(await isThere()).toBe(true);
    stage.now = endsAt;
    await run();
    expect(await isThere()).toBe(false);
    expect(await stage.db.discountCode.count({ where: { state: "given" } })).toBe(0);
  });

  test("at its owner's erasure, and names no owner until then", async () => {
    await run();
    const email = await plannedEmail("1");
    const { code } = await givenTo(email);
    const request = { requestKey: "w1", customerId: "1", email: null, orderIds: [] };
    await eraseCustomer(SHOP, request, stage.deps);
    const row = await stage.db.discountCode.findFirstOrThrow({ where: { state: "ending" } });
    expect(row).toMatchObject({ messageId: null, profileId: null, givenAt: null });
    expect(await readDueShops(stage.db, selectShopsWithDueCodes(stage.now))).toEqual([SHOP]);

    await stage.bed.control.setFaults({ graphql: { fail: 100 } });
    await run();
    later(HOUR_MS);
    await stage.bed.control.clearFaults();
    await run();
    expect((await atShopify()).some((it) => Object.hasOwn(it.codes, code))).toBe(false);
    expect(await stage.db.discountCode.count({ where: { state: "ending" } })).toBe(0);
  });
});
