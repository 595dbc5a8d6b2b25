import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isInShopHoldout } from "~/experiments/draw-arm";
import { advanceEnrollmentsJob } from "~/flows/run/advance-enrollments.job.server";
import { claimDueRuns } from "~/flows/run/due-run-store.server";
import { settleRuns } from "~/flows/run/settled-run-store.server";
import type { Prisma } from "~/generated/prisma/client";
import { daysAgo, hoursAgo, NOW, SHOP } from "../support/builders";
import { aCheckoutUpdated, storeCheckout, storeOrder, tell } from "../support/stored-checkout";
import { FLOW_ID, storeEnrollment, storeProfile } from "../support/stored-rows";
import { openRunBench, type RunBench } from "./run-bench";

let bench: RunBench;
let deps: RunBench["deps"];
const enroll = () => bench.enroll();
const advance = () => bench.advance();
const runs = () => bench.runs();
const messages = () => bench.messages();
const runUntil = (...instants: Date[]) => bench.runUntil(...instants);

beforeAll(async () => {
  bench = await openRunBench();
});
afterAll(() => bench.database.close());
beforeEach(async () => {
  await bench.empty();
  ({ deps } = bench);
});

describe("a left checkout", () => {
  test("waits for its hour, and is enrolled when it has been idle for it", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    expect(await runs()).toMatchObject([
      { objectKey: "t1", state: "waiting", nextRunAt: hoursAgo(1) },
    ]);
    expect(deps.announced).toContainEqual({ shopId: SHOP, fact: "enrollments_due" });
    await advance();
    expect(await runs()).toMatchObject([
      { objectKey: "t1", arm: "treated", state: "active", stepId: "mail-1", enrolledAt: NOW },
    ]);
  });

  test("that its order follows within the hour was never left: nothing remains of it", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    const order = await storeOrder(deps.db, "c1", { placedAt: hoursAgo(1.5), checkoutToken: "t1" });
    await tell(deps.db, deps, [order]);
    await enroll();
    await runUntil(NOW);
    expect(await runs()).toEqual([]);
  });

  test("enters the flow as the merchant has changed it while the checkout waited", async () => {
    const { db } = deps;
    await storeCheckout(db, deps.keyring, "c1", { token: "t1" });
    await tell(db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    const key = { shopId: SHOP, flowId: FLOW_ID };
    const { definition, ...first } = await db.flowVersion.findFirstOrThrow({ where: key });
    await db.flowVersion.create({
      data: { ...first, version: 2, definition: definition as Prisma.InputJsonValue },
    });
    await db.flow.update({ where: { shopId_flowId: key }, data: { liveVersion: 2 } });
    await runUntil(NOW);
    expect(await runs()).toMatchObject([{ state: "active", version: 2 }]);
  });

  test("gets its three mails planned, each once, and the run completes", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    await runUntil(NOW, hoursAgo(-24), hoursAgo(-24), hoursAgo(-48), hoursAgo(-100));
    expect((await messages()).map(({ stepId, state }) => [stepId, state])).toEqual([
      ["mail-1", "planned"],
      ["mail-2", "planned"],
      ["mail-3", "planned"],
    ]);
    expect(await runs()).toMatchObject([{ state: "completed", nextRunAt: null }]);
    expect(deps.announced).toContainEqual({ shopId: SHOP, fact: "messages_planned" });
  });

  test("is enrolled when the customer's consent is told after it", async () => {
    await deps.db.profile.updateMany({ data: { marketingState: "not_subscribed" } });
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    expect(await runs()).toEqual([]);

    await deps.db.profile.updateMany({ data: { marketingState: "subscribed" } });
    await tell(deps.db, deps, [
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
    expect(await runs()).toMatchObject([{ objectKey: "t1", nextRunAt: hoursAgo(1) }]);
  });

  test("is enrolled once, however often it is told of", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [aCheckoutUpdated("t1"), aCheckoutUpdated("t1", hoursAgo(3))]);
    await enroll();
    await tell(deps.db, deps, [aCheckoutUpdated("t1", hoursAgo(2.2))]);
    await enroll();
    await Promise.all([enroll(), enroll()]);
    expect(await runs()).toHaveLength(1);
  });

  test("takes its planned mail back when an order comes, in the same step", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    await runUntil(NOW);
    expect(await messages()).toMatchObject([{ state: "planned" }]);

    const order = await storeOrder(deps.db, "c1", { placedAt: NOW, checkoutToken: "t1" });
    await tell(deps.db, deps, [order]);
    await enroll();
    expect(await runs()).toMatchObject([{ state: "exited", exitReason: "order_placed" }]);
    expect(await messages()).toMatchObject([{ state: "skipped", reason: "order_placed" }]);
  });

  test("is not enrolled when its order was told first", async () => {
    const order = await storeOrder(deps.db, "c1", { placedAt: NOW, checkoutToken: "t1" });
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [order, aCheckoutUpdated("t1")]);
    await enroll();
    expect(await runs()).toEqual([]);
  });

  test("gives way to one that the same profile started later", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    await runUntil(NOW);
    await storeCheckout(deps.db, deps.keyring, "c1", {
      token: "t2",
      startedAt: hoursAgo(0.1),
      sourceUpdatedAt: NOW,
    });
    await tell(deps.db, deps, [aCheckoutUpdated("t2", NOW)]);
    await enroll();
    expect(await runs()).toMatchObject([
      { objectKey: "t1", state: "exited", exitReason: "checkout_replaced" },
      { objectKey: "t2", state: "waiting" },
    ]);
  });

  test("waits anew when it is touched", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1", sourceUpdatedAt: NOW });
    await tell(deps.db, deps, [aCheckoutUpdated("t1", NOW)]);
    await enroll();
    await runUntil(NOW);
    expect(await messages()).toEqual([]);
    expect(await runs()).toMatchObject([{ stepId: "wait-1", nextRunAt: hoursAgo(-1) }]);
  });

  test("ends with the consent", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    await advance();
    await deps.db.profile.updateMany({ data: { marketingState: "unsubscribed" } });
    await runUntil(hoursAgo(-1));
    expect(await runs()).toMatchObject([{ state: "exited", exitReason: "unsubscribed" }]);
    expect(await messages()).toEqual([]);
  });

  test("of the holdout goes through the same steps, and its mails are withheld", async () => {
    await deps.db.settings.updateMany({ data: { sending: { holdoutRate: 0.5 } } });
    for (let i = 10; i < 40; i++) {
      await storeProfile(deps.db, deps.keyring, String(i));
      await storeCheckout(deps.db, deps.keyring, `c${i}`, { token: `t${i}` });
    }
    const tokens = Array.from({ length: 30 }, (_, i) => `t${i + 10}`);
    await tell(
      deps.db,
      deps,
      tokens.map((token) => aCheckoutUpdated(token)),
    );
    await enroll();
    await runUntil(NOW);
    const byArm = await deps.db.message.findMany({
      select: { state: true, reason: true, enrollment: { select: { arm: true } } },
    });
    const holdout = byArm.filter(({ enrollment }) => enrollment?.arm === "holdout");
    expect(byArm).toHaveLength(30);
    expect(holdout.length).toBeGreaterThan(3);
    expect(holdout.every(({ state, reason }) => state === "withheld" && reason === "holdout")).toBe(
      true,
    );
    expect(byArm.filter(({ state }) => state === "planned")).toHaveLength(30 - holdout.length);
  });
});

describe("a delivered order", () => {
  test("gets its cross-sell planned 19 days after its fulfilment, and no second without a click", async () => {
    const order = await storeOrder(deps.db, "c1", {
      placedAt: daysAgo(2),
      fulfilledAt: daysAgo(1),
    });
    await tell(deps.db, deps, [order]);
    await enroll();
    await runUntil(daysAgo(-4), daysAgo(-17));
    expect(await messages()).toEqual([]);
    await runUntil(daysAgo(-18), daysAgo(-25));
    expect(await messages()).toMatchObject([{ stepId: "mail-1", flowId: "cross-sell" }]);
    expect(await runs()).toMatchObject([{ state: "completed" }]);
  });

  test("gets a second one if a person clicked in the first", async () => {
    const order = await storeOrder(deps.db, "c1", {
      placedAt: daysAgo(2),
      fulfilledAt: daysAgo(1),
    });
    await tell(deps.db, deps, [order]);
    await enroll();
    await runUntil(daysAgo(-4), daysAgo(-18));
    const [first] = await messages();
    await deps.db.hit.create({
      data: {
        shopId: SHOP,
        hitId: "h1",
        messageId: first?.messageId ?? "",
        linkIndex: 0,
        occurredAt: daysAgo(-19),
        class: "human",
      },
    });
    await runUntil(daysAgo(-25));
    expect((await messages()).map(({ stepId }) => stepId)).toEqual(["mail-1", "mail-2"]);
  });

  test("ends its run when money goes back", async () => {
    const order = await storeOrder(deps.db, "c1", {
      orderId: "900",
      placedAt: daysAgo(2),
      fulfilledAt: daysAgo(1),
    });
    await tell(deps.db, deps, [order]);
    await enroll();
    await runUntil(daysAgo(-4));
    await deps.db.order.updateMany({ data: { refundedMinor: 1n } });
    await runUntil(daysAgo(-18));
    expect(await runs()).toMatchObject([{ state: "exited", exitReason: "order_returned" }]);
  });
});

describe("a worker that was overtaken", () => {
  test("writes nothing for a run that moved on", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    const { db } = deps;
    const claimed = await db.$transaction((tx) => claimDueRuns(tx, SHOP, 10, NOW));
    await db.enrollment.updateMany({ data: { attempt: { increment: 1 } } });
    const steps = claimed.map((run) => ({
      run,
      commands: [{ kind: "wait" as const, stepId: "mail-1", until: hoursAgo(-1) }],
    }));
    const written = await db.$transaction((tx) => settleRuns(tx, SHOP, steps, NOW));
    expect(written.size).toBe(0);
    expect(await runs()).toMatchObject([{ state: "waiting", stepId: "wait-1" }]);
  });

  test("finds nothing to claim while another has the run, and takes it when the lease is over", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await tell(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    const claim = (now: Date) => deps.db.$transaction((tx) => claimDueRuns(tx, SHOP, 10, now));
    expect(await claim(NOW)).toHaveLength(1);
    expect(await claim(NOW)).toHaveLength(0);
    expect(await claim(hoursAgo(-0.1))).toHaveLength(1);
  });
});

describe("somebody who is left out of all mail", () => {
  test("gets none, of a run that began before the merchant said so too, and it is written down", async () => {
    const { db } = deps;
    const ids = Array.from({ length: 200 }, (_, i) => String(i + 10));
    const id = ids.find((it) => isInShopHoldout(SHOP, `c${it}`, 0.1))!;
    const profileId = await storeProfile(db, deps.keyring, id);
    await storeCheckout(db, deps.keyring, profileId, { token: "t1" });
    await tell(db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    await advance();
    await db.settings.updateMany({ data: { sending: { shopHoldoutRate: 0.1 } } });
    await runUntil(hoursAgo(-1));
    expect(await runs()).toMatchObject([{ arm: "treated", state: "active" }]);
    expect(await messages()).toMatchObject([{ state: "withheld", reason: "shop_holdout" }]);
  });
});

describe("shops of which a run came due", () => {
  const between = (after: Date, upTo: Date) =>
    advanceEnrollmentsJob.listShopsDueSince!(deps.db, { after, upTo });

  test("are found by what came due in between, and not by what was due before or is to come", async () => {
    await storeEnrollment(deps.db, "c1", { nextRunAt: hoursAgo(1) });
    expect(await between(hoursAgo(2), NOW)).toEqual([SHOP]);
    expect(await between(hoursAgo(1), NOW)).toEqual([]);
    expect(await between(hoursAgo(3), hoursAgo(2))).toEqual([]);
  });

  test("are left alone while the flow is paused, and once the app is gone", async () => {
    await storeEnrollment(deps.db, "c1", { nextRunAt: hoursAgo(1) });
    await deps.db.flow.updateMany({ data: { status: "paused" } });
    expect(await between(hoursAgo(2), NOW)).toEqual([]);
    await deps.db.flow.updateMany({ data: { status: "live" } });
    await deps.db.shop.updateMany({ data: { uninstalledAt: NOW } });
    expect(await between(hoursAgo(2), NOW)).toEqual([]);
  });
});
