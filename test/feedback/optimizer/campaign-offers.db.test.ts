import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_PLAN } from "~/campaigns/campaign";
import { campaignIntent } from "~/campaigns/campaign-intent";
import type { Database } from "~/db.server";
import { DISCOUNT_TRIAL } from "~/experiments/offers/decide-discounts";
import { drawDiscounts } from "~/experiments/offers/draw-discounts.server";
import { sumUnofferedOrders } from "~/experiments/offers/unoffered-orders.server";
import {
  listExperiments,
  resumeExperiment,
} from "~/experiments/optimization/experiment-store.server";
import { CAMPAIGN_OFFER_SCOPE, OWN_VARIANT, scopeKey } from "~/experiments/optimization/experiment";
import { decideExperimentsJob } from "~/feedback/optimizer/decide-experiments.job.server";
import { listOfferOutcomes } from "~/feedback/optimizer/offer-outcomes.server";
import { measureReach } from "~/feedback/optimizer/variant-result-store.server";
import { storedJson } from "~/flows/stored-json";
import { listWantedCodes } from "~/messages/coupons/wanted-codes.server";
import { getOptimizationsPage } from "~/pages/optimizations/optimizations-page.server";
import { answerOptimizationsRequest } from "~/pages/optimizations/answer-optimizations.server";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { insertMessages } from "../../support/message-rows";
import { createOrderRow } from "../../support/rows";
import {
  emptyTables,
  storeCredit,
  storeMessage,
  storeShopWithFlows,
} from "../../support/stored-rows";

const { keyring } = createTestDeps();
const CUSTOMERS = Array.from({ length: 200 }, (_, n) => `c${n + 1}`);
let database: Database;
let now: Date;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  now = NOW;
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
  await database.db.profile.createMany({
    data: CUSTOMERS.map((profileId) => ({ shopId: SHOP, profileId, createdAt: daysAgo(90) })),
  });
});
afterAll(() => database.close());

async function decide() {
  now = new Date(now.getTime() + 86_400_000);
  await decideExperimentsJob.run(
    SHOP,
    { db: database.db, keyring, now: () => now },
    new AbortController().signal,
  );
}
const experiment = async () =>
  (await listExperiments(database.db, SHOP)).find(({ kind }) => kind === "offer");
const page = () => getOptimizationsPage(database.db, SHOP, now);

const planWith = (percentOff: number, isChosen: boolean) => ({
  ...DEFAULT_PLAN,
  coupon: { percentOff, validDays: 7, ...(isChosen && { perCustomer: true as const }) },
});

/** A campaign with a discount, and an email of it to each customer. */
async function send(
  campaignId: string,
  { percentOff = 10, isChosen = true, sentAt = null as Date | null } = {},
) {
  const plan = planWith(percentOff, isChosen);
  const at = sentAt ?? NOW;
  await database.db.campaign.create({
    data: {
      ...{ shopId: SHOP, campaignId, name: campaignId, status: "sending", foreseenEmails: 200 },
      ...{ plan: storedJson(plan), createdAt: at, updatedAt: at, startedAt: at },
    },
  });
  const intent = campaignIntent(campaignId, plan, { variant: 0, startedAt: at, ownTimeAt: at });
  await insertMessages(
    database.db,
    CUSTOMERS.map((profileId) => ({
      ...{ shopId: SHOP, messageId: `${campaignId}-${profileId}`, profileId, campaignId },
      ...{ plannedAt: at, nextRunAt: at, expiresAt: daysAgo(-90), intent: storedJson(intent) },
      ...(sentAt ? { state: "sent", sentAt } : { state: "planned" }),
    })),
  );
}

const drawFor = (campaignId: string, ownPercent = 10, customers = CUSTOMERS) =>
  drawDiscounts(
    database.db,
    SHOP,
    {
      emails: customers.map((id) => ({ messageId: `${campaignId}-${id}`, ownPercent })),
      allowed: [CAMPAIGN_OFFER_SCOPE],
    },
    now,
  );

describe("discounts that Kindred chooses in campaigns", () => {
  test("are one test of all campaigns, which begins as a trial and keeps each draw with its probability", async () => {
    await send("spring");
    await decide();
    expect(await experiment()).toMatchObject({ ...CAMPAIGN_OFFER_SCOPE, variants: DISCOUNT_TRIAL });
    const drawn = [...(await drawFor("spring")).values()];
    expect(drawn).toHaveLength(200);
    expect(drawn.filter(({ percent }) => percent === 10).length).toBeGreaterThan(140);
    const chosen = drawn.filter(({ by }) => by === "choice");
    expect(chosen.length).toBeGreaterThan(5);
    expect(chosen.every(({ percent }) => percent === 0)).toBe(true);
    await send("summer", { percentOff: 20 });
    await drawFor("summer", 20);
    expect(await listExperiments(database.db, SHOP)).toHaveLength(2);
    const rates = await database.db.messageVariant.groupBy({
      by: ["variant", "rate"],
      where: { kind: "discount" },
      orderBy: { variant: "asc" },
    });
    const rateOf = (variant: string) =>
      rates.filter((it) => it.variant === variant).map(({ rate }) => Number(rate.toFixed(3)));
    expect(rateOf("20")).toEqual([0.82]);
    expect(rateOf("10").sort()).toEqual([0.02, 0.833]);
    expect(rateOf("0").sort()).toEqual([0.12, 0.133]);
  });

  test("are learned with the campaign's own discount, and an order counts once for all emails before it", async () => {
    await send("spring");
    await decide();
    await database.db.campaign.deleteMany();
    await database.db.message.deleteMany();
    await send("a", { sentAt: daysAgo(50) });
    await send("b", { percentOff: 20, sentAt: daysAgo(40) });
    await send("c", { sentAt: daysAgo(5) });
    const [id = ""] = CUSTOMERS;
    for (const campaign of ["a", "b", "c"]) {
      await drawFor(campaign, campaign === "b" ? 20 : 10, [id]);
    }
    const orderId = await createOrderRow(database.db, { profileId: id, placedAt: daysAgo(30) });
    await database.db.orderLine.create({
      data: {
        ...{ shopId: SHOP, orderId, lineId: "1", title: "Tray", quantity: 1, netMinor: 24_00 },
      },
    });
    await storeCredit(database.db, `a-${id}`, id, { orderId, flowId: null, stepId: null });
    const outcomes = await listOfferOutcomes(database.db, SHOP, NOW);
    // The third is too young to count, and is in no other's 30 days.
    expect(outcomes).toMatchObject([
      { email: "campaigns", ownPercent: 20, orders: 1, emailsInPeriod: 1, credited: 0 },
      { email: "campaigns", ownPercent: 10, orders: 1, emailsInPeriod: 2, credited: 1 },
    ]);
  });

  test("give each customer the same variant in all campaigns", async () => {
    await send("spring");
    await decide();
    await send("summer");
    const variantsIn = async (campaign: string) =>
      [...(await drawFor(campaign))].map(([messageId, { by }]) => [
        messageId.slice(campaign.length),
        by,
      ]);
    const spring = await variantsIn("spring");
    expect(new Set(spring.map(([, by]) => by)).size).toBe(3);
    expect((await variantsIn("summer")).sort()).toEqual(spring.sort());
  });

  test("are compared with the prices of orders that no discount by email came before", async () => {
    await send("spring");
    await decide();
    await database.db.campaign.deleteMany();
    await database.db.message.deleteMany();
    await send("a", { sentAt: daysAgo(50) });
    const percents = [...(await drawFor("a"))].map(([messageId, { percent }]) => ({
      ...{ id: messageId.slice("a-".length), percent },
    }));
    const offered = percents.find(({ percent }) => percent === 10)!.id;
    const none = percents.find(({ percent }) => percent === 0)!.id;
    const place = async (profileId: string, days: number, netMinor: number) => {
      const placedAt = daysAgo(days);
      const orderId = await createOrderRow(database.db, { profileId, placedAt });
      const line = { shopId: SHOP, orderId, lineId: "1", title: "Tray", quantity: 1, netMinor };
      await database.db.orderLine.create({ data: line });
    };
    await place(offered, 51, 1_00);
    await place(offered, 49, 2_00);
    await place(offered, 21, 4_00);
    await place(offered, 19, 8_00);
    await place(none, 49, 16_00);
    const rows = await sumUnofferedOrders(database.db, SHOP, { since: daysAgo(90), now: NOW });
    expect(rows.reduce((sum, { orders }) => sum + orders, 0)).toBe(3);
    expect(rows.reduce((sum, { netMinor }) => sum + netMinor, 0)).toBe(25_00);
    expect(rows.every(({ listMinor, netMinor }) => listMinor === netMinor)).toBe(true);
  });

  test("have codes of each depth ready for the whole campaign", async () => {
    await send("spring", { percentOff: 20 });
    const codesOf = async (name: string) =>
      (await listWantedCodes(database.db, SHOP))
        .filter(({ ownerKey }) => ownerKey === `campaign/${name}`)
        .map(({ percentOff }) => percentOff);
    expect(await codesOf("spring")).toEqual([5, 10, 15, 20]);
    await send("summer", { percentOff: 20, isChosen: false });
    expect(await codesOf("summer")).toEqual([20]);
  });

  test("are shown on Optimizations, can be taken back there, and wait for a campaign that allows them", async () => {
    await send("spring", { isChosen: false });
    await decide();
    expect(await experiment()).toBeUndefined();
    await send("summer", { sentAt: daysAgo(3) });
    await decide();
    await drawFor("summer");
    const { tests } = await page();
    expect(tests).toMatchObject([{ kind: "offer", email: { kind: "campaigns" } }]);
    expect(tests[0]?.variants.map(({ emails }) => emails > 0)).toEqual([true, true, true]);
    const request = { kind: "stop", scopeKey: tests[0]?.scopeKey };
    await answerOptimizationsRequest(SHOP, request, { db: database.db, now: () => now });
    await send("autumn");
    expect([...(await drawFor("autumn")).values()].every(({ percent }) => percent === 10)).toBe(
      true,
    );
    await resumeExperiment(database.db, SHOP, scopeKey(CAMPAIGN_OFFER_SCOPE));
    await decide();
    expect((await experiment())?.variants).toEqual(DISCOUNT_TRIAL);
  });

  test("reach the customers of the campaigns, not those of flows", async () => {
    await send("spring", { sentAt: daysAgo(3) });
    await database.db.profile.create({
      data: { shopId: SHOP, profileId: "c999", createdAt: daysAgo(90) },
    });
    await storeMessage(database.db, "c999", { sentAt: daysAgo(3) });
    const reach = await measureReach(database.db, SHOP, CAMPAIGN_OFFER_SCOPE, NOW);
    expect(reach).toBeCloseTo(200 / 201);
  });

  test("leave the baseline group the campaign's own discount", async () => {
    await send("spring");
    await decide();
    await database.db.message.updateMany({ where: { shopId: SHOP }, data: { inBaseline: true } });
    expect((await drawFor("spring")).size).toBe(0);
    expect(await database.db.messageVariant.count()).toBe(0);
    expect((await experiment())?.variants.some((it) => it.variant === OWN_VARIANT)).toBe(true);
  });
});
