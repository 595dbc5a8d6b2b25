import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FlowDefinition } from "~/flows/definition/flow";
import { findFlow, saveFlowVersion } from "~/flows/flow-store.server";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import { claimDueEnrollments } from "~/flows/progress/due-enrollment-store.server";
import type { AnyEvent } from "~/events/event";
import type { ShopId } from "~/lib/shop-id";
import { hoursAgo, NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { dueShopsOf } from "../support/due-shops";
import {
  aCheckoutUpdated,
  storeCheckout,
  storeOrder,
  recordEvent,
} from "../support/stored-checkout";
import { FLOW_ID, storeProfile, storeShopWithFlows } from "../support/stored-rows";
import { openEnrollmentBench, type EnrollmentBench } from "../flows/enrollment-bench";

let bench: EnrollmentBench;
let deps: EnrollmentBench["deps"];
const { signal } = new AbortController();

beforeAll(async () => {
  bench = await openEnrollmentBench();
});
afterAll(() => bench.database.close());
beforeEach(async () => {
  await bench.empty();
  ({ deps } = bench);
});

const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000);
const at = (now: Date) => (deps.now = () => now);
async function advance(): Promise<void> {
  while ((await bench.advance()).more);
}
const stepsEmailed = async () => (await bench.messages()).map(({ stepId }) => stepId);

/** A checkout that was abandoned two hours ago, received and processed. */
async function leave(token = "t1"): Promise<void> {
  await storeCheckout(deps.db, deps.keyring, "c1", { token });
  await recordEvent(deps.db, deps, [aCheckoutUpdated(token)]);
  await bench.enroll();
}

/** The requested number of enrollments before a step. */
async function wait(count: number, stepId: string, shopId: ShopId = SHOP): Promise<void> {
  const trigger = {
    ...{ kind: "checkout", token: "t1", cartToken: null, idleMinutes: 60 },
    startedAt: hoursAgo(2.5).toISOString(),
  };
  const context = { trigger, objectUpdatedAt: hoursAgo(2), waitsSince: null };
  await deps.db.enrollment.createMany({
    data: Array.from({ length: count }, (_, i) => ({
      ...{ shopId, enrollmentId: `many-${i}`, flowId: FLOW_ID, version: 1, profileId: "c1" },
      ...{ objectKey: `many-${i}`, variant: "treated", state: "active", stepId, context },
      ...{ nextRunAt: hoursAgo(1), enrolledAt: hoursAgo(2), updatedAt: hoursAgo(2) },
    })),
  });
}

test("F11: an event that arrives ten times at once and is processed by ten workers makes one enrollment", async () => {
  await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
  const ten = Array.from({ length: 10 });
  await Promise.all(ten.map(() => recordEvent(deps.db, deps, [aCheckoutUpdated("t1")])));
  await Promise.all(ten.map(() => bench.enroll()));
  await Promise.all(ten.map(() => bench.advance()));
  await advance();
  expect(await bench.enrollments()).toHaveLength(1);
  expect(await deps.db.event.count({ where: { kind: "checkout_updated" } })).toBe(1);
});

describe("F12: the webhooks of a purchase in any order", () => {
  const ORDERS = [
    ["created", "paid", "stale"],
    ["created", "stale", "paid"],
    ["paid", "created", "stale"],
    ["paid", "stale", "created"],
    ["stale", "created", "paid"],
    ["stale", "paid", "created"],
  ] as const;
  test.each(ORDERS)(
    "%s, %s, %s: emails no customer about a product they have bought",
    async (...received) => {
      const { db, keyring } = deps;
      await storeCheckout(db, keyring, "c1", { token: "t1" });
      const paid = await storeOrder(db, "c1", { placedAt: hoursAgo(1.9), checkoutToken: "t1" });
      const events: Record<(typeof received)[number], AnyEvent> = {
        created: aCheckoutUpdated("t1", hoursAgo(2)),
        // A retry from four hours ago, with the checkout's state at that time.
        stale: aCheckoutUpdated("t1", hoursAgo(4)),
        paid,
      };
      for (const name of received) {
        await recordEvent(db, deps, [events[name]]);
        await bench.enroll();
        await advance();
      }
      at(minutes(24 * 60));
      await advance();
      expect((await bench.messages()).filter(({ state }) => state === "planned")).toEqual([]);
      expect((await bench.enrollments()).filter(({ state }) => state === "active")).toEqual([]);
    },
  );
});

test("F13: after an uninstall no enrollment continues or starts", async () => {
  await leave();
  await deps.db.shop.updateMany({ data: { uninstalledAt: NOW } });
  at(minutes(180));
  await advance();
  await recordEvent(deps.db, deps, [aCheckoutUpdated("t1", minutes(1))]);
  await bench.enroll();
  await advance();
  expect(await bench.messages()).toEqual([]);
  expect(await dueShopsOf(advanceEnrollmentsJob, deps.db, minutes(180))).toEqual([]);
});

describe("F19: clock jumps", () => {
  test("nothing is sent early or twice when a clock is set an hour forward and back, or five minutes off", async () => {
    await leave();
    await advance();
    const due = (await bench.enrollments())[0]!.nextRunAt!;
    const shifted = (byMinutes: number) => new Date(due.getTime() + byMinutes * 60_000);
    at(shifted(-5));
    await advance();
    expect(await stepsEmailed()).toEqual(["email-1"]);
    at(shifted(0));
    await advance();
    expect(await stepsEmailed()).toEqual(["email-1", "email-2"]);
    for (const jump of [-60, 60, -5, 5, 0]) {
      at(shifted(jump));
      await advance();
    }
    expect(await stepsEmailed()).toEqual(["email-1", "email-2"]);
    const [, email] = await bench.messages();
    expect(email!.nextRunAt!.getTime()).toBeGreaterThanOrEqual(due.getTime());
  });

  test("a worker whose clock was set back finds nothing due and loses no enrollment", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await wait(1, "email-1");
    at(hoursAgo(2));
    await advance();
    expect(await stepsEmailed()).toEqual([]);
    at(NOW);
    await advance();
    expect(await stepsEmailed()).toEqual(["email-1"]);
  });
});

test("F22: a large shop takes one slice before a small shop gets its turn", async () => {
  const { db, keyring } = deps;
  await storeShopWithFlows(db, OTHER_SHOP);
  await storeProfile(db, keyring, "1", { shopId: OTHER_SHOP });
  await storeCheckout(db, keyring, "c1", { token: "t1" });
  await storeCheckout(db, keyring, "c1", { token: "t1", shopId: OTHER_SHOP });
  await wait(3_000, "email-1");
  await wait(1, "email-1", OTHER_SHOP);
  expect((await dueShopsOf(advanceEnrollmentsJob, db, NOW)).toSorted()).toEqual([SHOP, OTHER_SHOP]);
  expect(await bench.advance()).toEqual({ more: true });
  const passed = await db.messageStatus.count({ where: { shopId: SHOP } });
  expect(passed).toBeLessThanOrEqual(200);
  await advanceEnrollmentsJob.run(OTHER_SHOP, deps, signal);
  expect(await db.messageStatus.count({ where: { shopId: OTHER_SHOP } })).toBe(1);
});

test("F27: an outage ends with the same result as without it, and no additional email", async () => {
  const { db, keyring } = deps;
  /** A day of two customers: one abandons a checkout and returns, the other abandons one and orders. */
  async function play(isDown: boolean): Promise<unknown> {
    await bench.empty();
    ({ deps } = bench);
    await storeProfile(db, keyring, "2");
    const notice = async () => {
      if (isDown) return;
      await bench.enroll();
      await advance();
    };
    for (const [token, profileId] of [
      ["t1", "c1"],
      ["t2", "c2"],
    ] as const) {
      const left = { token, startedAt: minutes(-20), sourceUpdatedAt: minutes(-10) };
      await storeCheckout(db, keyring, profileId, left);
      await recordEvent(db, deps, [aCheckoutUpdated(token, minutes(-10))]);
      await notice();
    }
    at(minutes(5));
    await storeCheckout(db, keyring, "c1", { token: "t1", sourceUpdatedAt: minutes(5) });
    await recordEvent(db, deps, [aCheckoutUpdated("t1", minutes(5))]);
    await notice();
    const order = await storeOrder(db, "c2", {
      ...{ orderId: "9", placedAt: minutes(6), checkoutToken: "t2" },
    });
    await recordEvent(db, deps, [order]);
    await notice();
    at(minutes(30));
    await bench.enroll();
    for (const later of [66, 70, 140, 200]) {
      at(minutes(later));
      await advance();
    }
    const enrollments = (await bench.enrollments()).map(
      ({ objectKey, state, exitReason, stepId }) => ({
        ...{ objectKey, state, exitReason, stepId },
      }),
    );
    const emails = (await bench.messages()).map(({ profileId, stepId, state }) => ({
      ...{ profileId, stepId, state },
    }));
    return { enrollments, emails };
  }
  const without = await play(false);
  expect(await play(true)).toEqual(without);
  expect(without).toMatchObject({ emails: [{ profileId: "c1", stepId: "email-1" }] });
});

describe("F28: an edited flow with many waiting enrollments", () => {
  test("keeps each enrollment on its version, and ends none", async () => {
    const { db, keyring } = deps;
    await storeCheckout(db, keyring, "c1", { token: "t1" });
    await wait(1_200, "email-2");
    const flow = (await findFlow(db, SHOP, FLOW_ID))!;
    const steps = flow.definition.steps.filter(({ stepId }) => stepId === "email-1");
    const definition = FlowDefinition.parse({ ...flow.definition, steps });
    const change = { flowId: FLOW_ID, baseVersion: 1, definition, actor: "merchant" } as const;
    // One worker has claimed a slice while the merchant saves.
    await db.$transaction((tx) => claimDueEnrollments(tx, SHOP, 200, NOW));
    expect(await saveFlowVersion(SHOP, change, deps)).toEqual({ kind: "saved", version: 2 });
    await advance();
    at(minutes(5));
    await advance();
    const emails = await db.messageStatus.groupBy({ by: ["stepId", "flowVersion"], _count: true });
    expect(emails).toEqual([{ stepId: "email-2", flowVersion: 1, _count: 1_200 }]);
    expect(await db.enrollment.count({ where: { version: 1, stepId: "email-3" } })).toBe(1_200);
  });
});
