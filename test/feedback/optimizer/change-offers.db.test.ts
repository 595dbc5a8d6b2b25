import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { DISCOUNT_TRIAL } from "~/experiments/offers/decide-discounts";
import { findDiscountModel } from "~/experiments/offers/discount-model-store.server";
import { drawDiscounts } from "~/experiments/offers/draw-discounts.server";
import {
  listDecisions,
  listExperiments,
  resumeExperiment,
  revertDecision,
} from "~/experiments/optimization/experiment-store.server";
import { BEST_DISCOUNT, OWN_VARIANT, scopeKey } from "~/experiments/optimization/experiment";
import { decideExperimentsJob } from "~/feedback/optimizer/decide-experiments.job.server";
import { endStoppedOffers } from "~/feedback/optimizer/end-stopped-offers.server";
import { listOfferOutcomes } from "~/feedback/optimizer/offer-outcomes.server";
import { storedJson } from "~/flows/stored-json";
import { listChosenDiscounts } from "~/feedback/optimizer/chosen-discounts.server";
import { countTargets, listWantedCodes } from "~/messages/coupons/wanted-codes.server";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { letKindredChoose } from "../../support/chosen-discounts";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { createTestDeps } from "../../support/deps";
import { insertMessages } from "../../support/message-rows";
import { createOrderRow } from "../../support/rows";
import { storeProducts } from "../../support/stored-products";
import { emptyTables, FLOW_ID, storeProfile, storeShopWithFlows } from "../../support/stored-rows";

const DAY_MS = 86_400_000;
const STEP = "email-3";
const { keyring } = createTestDeps();
let database: Database;
let now: Date;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  now = NOW;
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
  await letKindredChoose(database.db);
});
afterAll(() => database.close());

async function decide() {
  now = new Date(now.getTime() + DAY_MS);
  const deps = { db: database.db, keyring, now: () => now };
  await decideExperimentsJob.run(SHOP, deps, new AbortController().signal);
}
const experiment = async () =>
  (await listExperiments(database.db, SHOP)).find(({ kind }) => kind === "offer");

/** Planned emails to customers, one each. */
async function plan(customers: readonly string[], sentAt: Date | null = null) {
  await insertMessages(
    database.db,
    customers.map((id) => ({
      ...{ shopId: SHOP, messageId: `m-${id}`, profileId: `c${id}`, flowId: FLOW_ID },
      ...{ flowVersion: 1, stepId: STEP, expiresAt: daysAgo(-90) },
      ...{ plannedAt: sentAt ?? NOW, nextRunAt: sentAt ?? NOW },
      ...(sentAt ? { state: "sent", sentAt } : { state: "planned" }),
      intent: storedJson(anIntent({ coupon: { percentOff: 10, validDays: 3, perCustomer: true } })),
    })),
  );
}

async function storeCustomers(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, n) => String(n + 1));
  await database.db.profile.createMany({
    data: ids.map((id) => ({ shopId: SHOP, profileId: `c${id}`, createdAt: daysAgo(90) })),
  });
  return ids;
}

const drawFor = async (ids: readonly string[]) =>
  drawDiscounts(
    database.db,
    SHOP,
    {
      emails: ids.map((id) => ({ messageId: `m-${id}`, ownPercent: 10 })),
      allowed: await listChosenDiscounts(database.db, SHOP),
    },
    now,
  );

describe("discounts that Kindred chooses", () => {
  test("start as a trial, whose draws keep their discount and its probability", async () => {
    await decide();
    expect((await experiment())?.variants).toEqual(DISCOUNT_TRIAL);
    expect(await findDiscountModel(database.db, SHOP)).toMatchObject({ sends: 0 });
    const ids = await storeCustomers(200);
    await plan(ids);
    const drawn = await drawFor(ids);
    const percents = [...drawn.values()].map(({ percent }) => percent);
    expect(percents.filter((it) => it === 10).length).toBeGreaterThan(140);
    // Nothing shows yet that a discount pays.
    const chosen = [...drawn.values()].filter(({ by }) => by === "choice");
    expect(chosen.length).toBeGreaterThan(5);
    expect(chosen.every(({ percent }) => percent === 0)).toBe(true);
    const rows = await database.db.messageVariant.findMany({ where: { kind: "discount" } });
    expect(rows).toHaveLength(200);
    for (const { variant, rate } of rows) {
      const random = 0.1 / 4;
      const expected = { "10": 0.8 + random, "0": 0.1 + random }[variant] ?? random;
      expect(rate).toBeCloseTo(expected);
    }
    await database.db.experiment.updateMany({
      where: { shopId: SHOP, kind: "offer" },
      data: { variants: [{ variant: OWN_VARIANT, text: null, share: 1 }] },
    });
    const again = await drawFor(ids);
    expect([...again.values()].map(({ percent }) => percent)).toEqual(percents);
  });

  test("leave the baseline group the merchant's own discount", async () => {
    await decide();
    const ids = await storeCustomers(20);
    await plan(ids);
    await database.db.message.updateMany({
      where: { shopId: SHOP, messageId: { in: ["m-1", "m-2"] } },
      data: { inBaseline: true },
    });
    const drawn = await drawFor(ids);
    expect([...drawn.keys()].sort()).toEqual(
      ids
        .slice(2)
        .map((id) => `m-${id}`)
        .sort(),
    );
    const baseline = { messageId: { in: ["m-1", "m-2"] } };
    expect(await database.db.messageVariant.count({ where: baseline })).toBe(0);
  });

  test("have codes of each depth ready, also for emails that wait", async () => {
    await storeCustomers(30);
    await plan(Array.from({ length: 30 }, (_, n) => String(n + 1)));
    const wanted = await listWantedCodes(database.db, SHOP);
    const ofStep = wanted.filter(({ ownerKey }) => ownerKey === `flow/${FLOW_ID}/${STEP}`);
    expect(ofStep.map(({ percentOff }) => percentOff)).toEqual([5, 10, 15]);
    const targetOf = await countTargets(database.db, SHOP);
    for (const key of ofStep) expect(targetOf(key)).toBe(50);
  });

  test("are learned from what was ordered before and after each email, at list price and as paid", async () => {
    await decide();
    await storeProducts(database.db);
    const variant = await database.db.variant.findFirstOrThrow({ where: { shopId: SHOP } });
    const [id = ""] = await storeCustomers(1);
    const sentAt = daysAgo(40);
    await plan([id], sentAt);
    await drawFor([id]);
    const order = async (placedAt: Date, percent: number, refundedMinor = 0) => {
      const totalMinor = Math.round((2 * Number(variant.priceMinor) * (100 - percent)) / 100);
      const orderId = await createOrderRow(database.db, {
        ...{ profileId: `c${id}`, placedAt, totalMinor, refundedMinor },
      });
      await database.db.orderLine.create({
        data: {
          ...{ shopId: SHOP, orderId, lineId: "1", title: "Tray", quantity: 2 },
          ...{ productId: variant.productId, variantId: variant.variantId, netMinor: totalMinor },
        },
      });
    };
    await order(daysAgo(90), 0);
    await order(daysAgo(60), 10);
    await order(daysAgo(35), 10);
    // Outside of the 30 days, and refunded in full.
    await order(daysAgo(5), 0);
    await order(daysAgo(34), 0, 2 * Number(variant.priceMinor));
    const [outcome] = await listOfferOutcomes(database.db, SHOP, NOW);
    const list = 2 * Number(variant.priceMinor);
    expect(outcome).toMatchObject({
      email: `${FLOW_ID}/${STEP}`,
      recipient: { orders: 2, discountedOrders: 1, listMinor: list * 2 },
      ...{ orders: 2, listMinor: list },
      netMinor: expect.closeTo(list * 0.9, 6) as number,
    });
    expect(outcome?.recipient.daysSinceOrder).toBeCloseTo(20, 6);
  });

  test("end when the merchant's own discount earns more, and the merchant is notified", async () => {
    await decide();
    const ids = await storeCustomers(240);
    const sentAt = new Date(now.getTime() + DAY_MS);
    await plan(ids, sentAt);
    const isOwn = (id: string) => Number(id) % 2 === 0;
    await database.db.messageVariant.createMany({
      data: ids.flatMap((id) => {
        const its = { shopId: SHOP, messageId: `m-${id}`, rate: 0.5 };
        return [
          { ...its, kind: "offer", variant: isOwn(id) ? OWN_VARIANT : BEST_DISCOUNT },
          { ...its, kind: "discount", variant: isOwn(id) ? "10" : "0" },
        ];
      }),
    });
    // With the merchant's discount, two thirds order; with the chosen one, a sixth.
    const orders = (id: string) => (isOwn(id) ? Number(id) % 3 > 0 : Number(id) % 12 === 1);
    for (const id of ids.filter(orders)) {
      const placedAt = new Date(sentAt.getTime() + DAY_MS);
      const orderId = await createOrderRow(database.db, { profileId: `c${id}`, placedAt });
      await database.db.orderLine.create({
        data: {
          ...{ shopId: SHOP, orderId, lineId: "1", title: "Tray", quantity: 1 },
          netMinor: 24_00,
        },
      });
    }
    now = new Date(now.getTime() + 40 * DAY_MS);
    await decide();
    const ended = await experiment();
    expect(ended).toMatchObject({ isHeld: true });
    expect(ended?.variants.find(({ variant }) => variant === OWN_VARIANT)?.share).toBe(1);
    const [decision] = await listDecisions(database.db, SHOP, { since: daysAgo(1), limit: 1 });
    expect(decision?.evidence).toMatchObject({
      kind: "worse",
      sends: { control: 120, treated: 120 },
    });
    expect(await database.db.systemEmail.findMany()).toMatchObject([
      { kind: "notice", emailId: decision?.decisionId },
    ]);
  });

  test("stop when the merchant reverts them, and begin again as a trial when resumed", async () => {
    await decide();
    const [decision] = await listDecisions(database.db, SHOP, { since: daysAgo(1), limit: 10 });
    expect(await revertDecision(database.db, SHOP, decision!.decisionId, now)).toBe(true);
    await decide();
    const held = await experiment();
    expect(held).toMatchObject({ isHeld: true });
    expect(held?.variants.some(({ variant }) => variant === BEST_DISCOUNT)).toBe(false);
    await resumeExperiment(database.db, SHOP, scopeKey(held!));
    await decide();
    expect((await experiment())?.variants).toEqual(DISCOUNT_TRIAL);
  });

  test("end when the merchant takes the choice back, and begin as a trial when it is allowed again", async () => {
    await decide();
    const [drawn = "", later = ""] = await storeCustomers(2);
    await plan([drawn, later]);
    const before = await drawFor([drawn]);
    await letKindredChoose(database.db, false);
    // What was drawn stays; no other email is drawn, even before the next decision.
    expect(await drawFor([drawn, later])).toEqual(before);
    await endStoppedOffers(database.db, SHOP, now);
    const ended = await experiment();
    expect(ended).toMatchObject({ isHeld: false });
    expect(ended?.variants.find(({ variant }) => variant === OWN_VARIANT)?.share).toBe(1);
    const [decision] = await listDecisions(database.db, SHOP, { since: daysAgo(1), limit: 1 });
    expect(decision?.evidence).toEqual({ kind: "stopped" });
    await endStoppedOffers(database.db, SHOP, now);
    expect(await listDecisions(database.db, SHOP, { since: daysAgo(1), limit: 9 })).toHaveLength(2);
    expect(await database.db.messageVariant.count({ where: { kind: "discount" } })).toBe(1);
    await letKindredChoose(database.db);
    await decide();
    expect((await experiment())?.variants).toEqual(DISCOUNT_TRIAL);
  });

  test("are not chosen where they are promised: after a sign-up, and in an email that names them", async () => {
    await decide();
    await storeCustomers(1);
    await plan(["1"]);
    await letKindredChoose(database.db, true, { kind: "consent_given", maxAgeHours: 48 });
    expect(await listChosenDiscounts(database.db, SHOP)).toEqual([]);
    expect((await drawFor(["1"])).size).toBe(0);
    await decide();
    const [decision] = await listDecisions(database.db, SHOP, { since: daysAgo(1), limit: 1 });
    expect(decision?.evidence).toEqual({ kind: "stopped" });
  });

  test("leave emails alone whose discount the merchant chooses", async () => {
    await database.db.flow.updateMany({ where: { shopId: SHOP }, data: { status: "paused" } });
    await decide();
    expect(await experiment()).toBeUndefined();
    await storeProfile(database.db, keyring, "1");
    await plan(["1"]);
    expect((await drawFor(["1"])).size).toBe(0);
  });
});
