import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isInShopHoldout } from "~/experiments/draw-holdout";
import { claimDueEnrollments } from "~/flows/progress/due-enrollment-store.server";
import { settleEnrollments } from "~/flows/progress/settled-enrollment-store.server";
import type { Prisma } from "~/generated/prisma/client";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { daysAgo, hoursAgo, NOW, SHOP } from "../support/builders";
import {
  aCheckoutUpdated,
  storeCheckout,
  storeOrder,
  recordEvent,
} from "../support/stored-checkout";
import { FLOW_ID, storeProfile } from "../support/stored-rows";
import { openEnrollmentBench, type EnrollmentBench } from "./enrollment-bench";

let bench: EnrollmentBench;
let deps: EnrollmentBench["deps"];
const enroll = () => bench.enroll();
const advance = () => bench.advance();
const enrollments = () => bench.enrollments();
const messages = () => bench.messages();
const runUntil = (...instants: Date[]) => bench.runUntil(...instants);

beforeAll(async () => {
  bench = await openEnrollmentBench();
});
afterAll(() => bench.database.close());
beforeEach(async () => {
  await bench.empty();
  ({ deps } = bench);
});

/** The customer leaves a checkout, and its event is recorded. */
async function leaveCheckout(token: string): Promise<void> {
  await storeCheckout(deps.db, deps.keyring, "c1", { token });
  await recordEvent(deps.db, deps, [aCheckoutUpdated(token)]);
}

describe("an abandoned checkout", () => {
  test("is enrolled once it has been idle for an hour", async () => {
    await leaveCheckout("t1");
    await enroll();
    expect(await enrollments()).toMatchObject([
      { objectKey: "t1", state: "scheduled", nextRunAt: hoursAgo(1) },
    ]);
    expect(deps.announced).toContainEqual({ shopId: SHOP, fact: "enrollments_due" });
    await advance();
    expect(await enrollments()).toMatchObject([
      { objectKey: "t1", variant: "treated", state: "active", stepId: "email-2", enrolledAt: NOW },
    ]);
  });

  test("leaves no enrollment when its order follows within the hour", async () => {
    await leaveCheckout("t1");
    await enroll();
    const order = await storeOrder(deps.db, "c1", { placedAt: hoursAgo(1.5), checkoutToken: "t1" });
    await recordEvent(deps.db, deps, [order]);
    await enroll();
    await runUntil(NOW);
    expect(await enrollments()).toEqual([]);
  });

  test("enters the version that was published while it waited", async () => {
    const { db } = deps;
    await storeCheckout(db, deps.keyring, "c1", { token: "t1" });
    await recordEvent(db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    const key = { shopId: SHOP, flowId: FLOW_ID };
    const { definition, ...first } = await db.flowVersion.findFirstOrThrow({ where: key });
    await db.flowVersion.create({
      data: { ...first, version: 2, definition: definition as Prisma.InputJsonValue },
    });
    await db.flow.update({ where: { shopId_flowId: key }, data: { liveVersion: 2 } });
    await runUntil(NOW);
    expect(await enrollments()).toMatchObject([{ state: "active", version: 2 }]);
  });

  test("plans each of its three emails once and completes", async () => {
    await leaveCheckout("t1");
    await enroll();
    await runUntil(NOW, hoursAgo(-24), hoursAgo(-24), hoursAgo(-48), hoursAgo(-100));
    expect((await messages()).map(({ stepId, state }) => [stepId, state])).toEqual([
      ["email-1", "planned"],
      ["email-2", "planned"],
      ["email-3", "planned"],
    ]);
    expect(await enrollments()).toMatchObject([
      { state: "ended", exitReason: null, nextRunAt: null },
    ]);
    expect(deps.announced).toContainEqual({ shopId: SHOP, fact: "messages_planned" });
  });

  test("is enrolled when the customer's consent arrives after it", async () => {
    await deps.db.profile.updateMany({ data: { marketingState: "not_subscribed" } });
    await leaveCheckout("t1");
    await enroll();
    expect(await enrollments()).toEqual([]);

    await deps.db.profile.updateMany({ data: { marketingState: "subscribed" } });
    await recordEvent(deps.db, deps, [
      {
        shopId: SHOP,
        source: "shopify",
        sourceId: "consent/1",
        kind: "consent_changed",
        customerId: "1",
        occurredAt: NOW,
        payload: { marketingState: "subscribed", optIn: null, changedAt: NOW },
        personal: null,
      },
    ]);
    await enroll();
    expect(await enrollments()).toMatchObject([{ objectKey: "t1", nextRunAt: hoursAgo(1) }]);
  });

  test("is enrolled once, however often its event is delivered", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await recordEvent(deps.db, deps, [aCheckoutUpdated("t1"), aCheckoutUpdated("t1", hoursAgo(3))]);
    await enroll();
    await recordEvent(deps.db, deps, [aCheckoutUpdated("t1", hoursAgo(2.2))]);
    await enroll();
    await Promise.all([enroll(), enroll()]);
    expect(await enrollments()).toHaveLength(1);
  });

  test("cancels its planned email in the same step when an order arrives", async () => {
    await leaveCheckout("t1");
    await enroll();
    await runUntil(NOW);
    expect(await messages()).toMatchObject([{ state: "planned" }]);

    const order = await storeOrder(deps.db, "c1", { placedAt: NOW, checkoutToken: "t1" });
    await recordEvent(deps.db, deps, [order]);
    await enroll();
    expect(await enrollments()).toMatchObject([{ state: "ended", exitReason: "order_placed" }]);
    expect(await messages()).toMatchObject([{ state: "skipped", reason: "order_placed" }]);
  });

  test("is not enrolled when its order arrived first", async () => {
    const order = await storeOrder(deps.db, "c1", { placedAt: NOW, checkoutToken: "t1" });
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await recordEvent(deps.db, deps, [order, aCheckoutUpdated("t1")]);
    await enroll();
    expect(await enrollments()).toEqual([]);
  });

  test("is replaced by a later checkout of the same profile", async () => {
    await leaveCheckout("t1");
    await enroll();
    await runUntil(NOW);
    await storeCheckout(deps.db, deps.keyring, "c1", {
      token: "t2",
      startedAt: hoursAgo(0.1),
      sourceUpdatedAt: NOW,
    });
    await recordEvent(deps.db, deps, [aCheckoutUpdated("t2", NOW)]);
    await enroll();
    expect(await enrollments()).toMatchObject([
      { objectKey: "t1", state: "ended", exitReason: "checkout_replaced" },
      { objectKey: "t2", state: "scheduled" },
    ]);
  });

  test("is emailed about once when several started in the same second", async () => {
    for (const token of ["t2", "t3", "t1"]) await leaveCheckout(token);
    await enroll();
    await runUntil(NOW);
    expect(await enrollments()).toMatchObject([{ objectKey: "t3", state: "active" }]);
    expect(await messages()).toHaveLength(1);
  });

  test("waits again when it changes", async () => {
    await leaveCheckout("t1");
    await enroll();
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1", sourceUpdatedAt: NOW });
    await recordEvent(deps.db, deps, [aCheckoutUpdated("t1", NOW)]);
    await enroll();
    await runUntil(NOW);
    expect(await messages()).toEqual([]);
    expect(await enrollments()).toMatchObject([{ stepId: "email-1", nextRunAt: hoursAgo(-1) }]);
  });

  test("ends when consent is withdrawn", async () => {
    await leaveCheckout("t1");
    await enroll();
    await advance();
    await deps.db.profile.updateMany({ data: { marketingState: "unsubscribed" } });
    await runUntil(hoursAgo(-25));
    expect(await enrollments()).toMatchObject([{ state: "ended", exitReason: "unsubscribed" }]);
    expect(await messages()).toMatchObject([{ state: "skipped", reason: "unsubscribed" }]);
  });

  test("in the holdout goes through the same steps with its emails withheld", async () => {
    await deps.db.settings.updateMany({ data: { sending: { holdoutRate: 0.5 } } });
    for (let i = 10; i < 40; i++) {
      await storeProfile(deps.db, deps.keyring, String(i));
      await storeCheckout(deps.db, deps.keyring, `c${i}`, { token: `t${i}` });
    }
    const tokens = Array.from({ length: 30 }, (_, i) => `t${i + 10}`);
    await recordEvent(
      deps.db,
      deps,
      tokens.map((token) => aCheckoutUpdated(token)),
    );
    await enroll();
    await runUntil(NOW);
    const byVariant = await deps.db.messageStatus.findMany({
      select: { state: true, reason: true, enrollment: { select: { variant: true } } },
    });
    const holdout = byVariant.filter(({ enrollment }) => enrollment?.variant === "holdout");
    expect(byVariant).toHaveLength(30);
    expect(holdout.length).toBeGreaterThan(3);
    expect(holdout.every(({ state, reason }) => state === "withheld" && reason === "holdout")).toBe(
      true,
    );
    expect(byVariant.filter(({ state }) => state === "planned")).toHaveLength(30 - holdout.length);
  });
});

describe("a delivered order", () => {
  test("plans its cross-sell 19 days after fulfillment and no second email without a click", async () => {
    const order = await storeOrder(deps.db, "c1", {
      placedAt: daysAgo(2),
      fulfilledAt: daysAgo(1),
    });
    await recordEvent(deps.db, deps, [order]);
    await enroll();
    await runUntil(daysAgo(-4), daysAgo(-17));
    expect(await messages()).toEqual([]);
    await runUntil(daysAgo(-18), daysAgo(-25));
    expect(await messages()).toMatchObject([{ stepId: "email-1", flowId: "cross-sell" }]);
    expect(await enrollments()).toMatchObject([{ state: "ended", exitReason: null }]);
  });

  test("plans a second email after a human click in the first", async () => {
    const order = await storeOrder(deps.db, "c1", {
      placedAt: daysAgo(2),
      fulfilledAt: daysAgo(1),
    });
    await recordEvent(deps.db, deps, [order]);
    await enroll();
    await runUntil(daysAgo(-4), daysAgo(-18));
    const [first] = await messages();
    await deps.db.engagementEvent.create({
      data: {
        shopId: SHOP,
        eventId: "h1",
        messageId: first?.messageId ?? "",
        linkIndex: 0,
        occurredAt: daysAgo(-19),
        classification: "human",
      },
    });
    await runUntil(daysAgo(-25));
    expect((await messages()).map(({ stepId }) => stepId)).toEqual(["email-1", "email-2"]);
  });

  test("ends its enrollment on a refund", async () => {
    const order = await storeOrder(deps.db, "c1", {
      orderId: "900",
      placedAt: daysAgo(2),
      fulfilledAt: daysAgo(1),
    });
    await recordEvent(deps.db, deps, [order]);
    await enroll();
    await runUntil(daysAgo(-4));
    await deps.db.order.updateMany({ data: { refundedMinor: 1n } });
    await runUntil(daysAgo(-18));
    expect(await enrollments()).toMatchObject([
      { state: "ended", exitReason: "order_canceled_or_refunded" },
    ]);
  });
});

describe("a worker that was overtaken", () => {
  test("writes nothing for an enrollment that another worker advanced", async () => {
    await leaveCheckout("t1");
    await enroll();
    const { db } = deps;
    const claimed = await db.$transaction((tx) => claimDueEnrollments(tx, SHOP, 10, NOW));
    await db.enrollment.updateMany({ data: { attempts: { increment: 1 } } });
    const steps = claimed.map((enrollment) => ({
      enrollment,
      commands: [{ kind: "wait" as const, stepId: "email-2", until: hoursAgo(-1) }],
    }));
    const emails = { isBaseline: () => false, hourExperiments: [] };
    const written = await db.$transaction((tx) => settleEnrollments(tx, SHOP, steps, emails, NOW));
    expect(written.size).toBe(0);
    expect(await enrollments()).toMatchObject([{ state: "scheduled", stepId: "email-1" }]);
  });

  test("claims an enrollment only after another worker's lease has expired", async () => {
    await leaveCheckout("t1");
    await enroll();
    const claim = (now: Date) =>
      deps.db.$transaction((tx) => claimDueEnrollments(tx, SHOP, 10, now));
    expect(await claim(NOW)).toHaveLength(1);
    expect(await claim(NOW)).toHaveLength(0);
    expect(await claim(hoursAgo(-0.1))).toHaveLength(1);
  });
});

describe("a profile in the shop-wide holdout", () => {
  test("has its emails withheld and recorded, also in an enrollment that started earlier", async () => {
    const { db } = deps;
    const ids = Array.from({ length: 200 }, (_, i) => String(i + 10));
    const id = ids.find((it) => isInShopHoldout(SHOP, profileIdOfCustomer(it), 0.1))!;
    const profileId = await storeProfile(db, deps.keyring, id);
    await storeCheckout(db, deps.keyring, profileId, { token: "t1" });
    await recordEvent(db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    await advance();
    await db.settings.updateMany({ data: { sending: { shopHoldoutRate: 0.1 } } });
    await runUntil(hoursAgo(-25));
    expect(await enrollments()).toMatchObject([{ variant: "treated", state: "active" }]);
    expect(await messages()).toMatchObject([
      { state: "planned" },
      { state: "withheld", reason: "shop_holdout" },
    ]);
  });
});
