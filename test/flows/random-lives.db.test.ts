import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { saveFlowVersion } from "~/flows/flow-store.server";
import { moveEnrollmentsJob } from "~/flows/moving/move-enrollments.job.server";
import { moveEnrollments } from "~/flows/moving/move-enrollments.server";
import { claimDueEnrollments } from "~/flows/progress/due-enrollment-store.server";
import { setFlowStatus } from "~/flows/status/set-flow-status.server";
import type { Prisma } from "~/generated/prisma/client";
import { NOW, OTHER_SHOP, SHOP } from "../support/builders";
import { proveDomain } from "../support/outbox-stage";
import { storeOrder } from "../support/stored-checkout";
import {
  storeEnrollment,
  storeEngagementEvent,
  storeProfile,
  storeShopWithFlows,
} from "../support/stored-rows";
import { FLOW, flowFrom, HOUR_MS, Model, randomFlow, type RandomFlow } from "./enrollment-model";
import { openEnrollmentBench, type EnrollmentBench } from "./enrollment-bench";
import { sendAndCount } from "./send-and-count";
import { propertyRuns } from "../support/property-runs";

const LEASE_MS = 120_000;
const { signal } = new AbortController();

let bench: EnrollmentBench;
beforeAll(async () => {
  bench = await openEnrollmentBench();
});
afterAll(() => bench.database.close());

type Command = fc.AsyncCommand<Model, EnrollmentBench>;
const command = (name: string, run: Command["run"], check: Command["check"] = () => true) => ({
  ...{ run, check, toString: () => name },
});
const save = async (model: Model, { deps }: EnrollmentBench, drawn: RandomFlow) => {
  const definition = flowFrom(drawn);
  const change = { flowId: FLOW, baseVersion: model.version, definition };
  expect((await saveFlowVersion(SHOP, { ...change, actor: "merchant" }, deps)).kind).toBe("saved");
  model.version++;
  model.versions.set(model.version, definition.steps);
};

const enter = () =>
  command("enter", async (model, { deps: { db, keyring } }) => {
    const n = model.enrollments.length + 1;
    const profileId = await storeProfile(db, keyring, `p${n}`, {
      orderCount: 0,
      lastOrderAt: null,
    });
    const at = new Date(model.now);
    const stepId = model.versions.get(model.version)![0]!.stepId;
    await storeEnrollment(db, profileId, {
      ...{ enrollmentId: `enrollment-${n}`, flowId: FLOW, version: model.version, stepId },
      ...{ nextRunAt: at, enrolledAt: at, objectKey: "subscribed" },
      context: {
        trigger: { kind: "person", key: "subscribed", at: at.toISOString() },
        ...{ objectUpdatedAt: at.toISOString(), waitsSince: null },
      },
    });
    model.enrollments.push({
      ...{ version: model.version, stepId, nextAt: model.now, state: "active" },
      ...{ leasedUntil: null, hasOrdered: false, hasLeft: false, hasReachedEnd: false },
      ...{ beganAt: model.now, clickedAt: null, since: null, maxSent: null, did: new Set() },
    });
  });
const pass = (hours: number) =>
  command(`pass(${hours})`, async (model, real) => {
    model.now += hours * HOUR_MS;
    const now = new Date(model.now);
    real.deps.now = () => now;
    await Promise.resolve();
  });
const drain = () =>
  command("drain", async (model, real) => {
    while ((await real.advance()).more);
    model.drain();
    await check(model, real);
  });
/** A worker dies with everything due claimed. */
const crash = () =>
  command(
    "crash",
    async (model, { deps: { db } }) => {
      const now = new Date(model.now);
      await db.$transaction((tx) => claimDueEnrollments(tx, SHOP, 1_000, now));
      for (const enrollment of model.enrollments) {
        if (model.isDue(enrollment)) enrollment.leasedUntil = model.now + LEASE_MS;
      }
    },
    ({ enrollments }) => enrollments.every(({ leasedUntil }) => leasedUntil === null),
  );
const pick = (model: Model, n: number) => {
  const i = n % model.enrollments.length;
  return { enrollment: model.enrollments[i]!, profileId: `cp${i + 1}` };
};
const order = (n: number) =>
  command(
    `order(${n})`,
    async (model, { deps: { db } }) => {
      const { enrollment, profileId } = pick(model, n);
      // After the enrollment began, like any exit event, also when the clock was set back.
      const placedAt = new Date(Math.max(model.now, enrollment.beganAt) + 1_000);
      await storeOrder(db, profileId, { placedAt });
      enrollment.hasOrdered = true;
    },
    ({ enrollments }) => enrollments.length > 0,
  );
const unsubscribe = (n: number) =>
  command(
    `unsubscribe(${n})`,
    async (model, { deps: { db } }) => {
      const { enrollment, profileId } = pick(model, n);
      const data = { marketingState: "unsubscribed" };
      await db.profile.updateMany({ where: { shopId: SHOP, profileId }, data });
      enrollment.hasLeft = true;
      enrollment.maxSent ??= await countSent(db, profileId);
    },
    ({ enrollments }) => enrollments.length > 0,
  );
/** As after a bounce, or by the merchant. */
const suppress = (n: number) =>
  command(
    `suppress(${n})`,
    async (model, { deps: { db } }) => {
      const { enrollment, profileId } = pick(model, n);
      const { emailIndex } = await db.profile.findFirstOrThrow({
        where: { shopId: SHOP, profileId },
      });
      const row = { shopId: SHOP, emailIndex: emailIndex!, reason: "manual" };
      await db.suppression.createMany({
        data: { ...row, createdAt: new Date(model.now) },
        skipDuplicates: true,
      });
      enrollment.hasLeft = true;
      enrollment.maxSent ??= await countSent(db, profileId);
    },
    ({ enrollments }) => enrollments.length > 0,
  );
const click = (n: number) =>
  command(
    `click(${n})`,
    async (model, { deps: { db } }) => {
      const { enrollment, profileId } = pick(model, n);
      const email = await db.messageStatus.findFirst({ where: { shopId: SHOP, profileId } });
      if (!email) return;
      await storeEngagementEvent(db, email.messageId, {
        classification: "human",
        occurredAt: new Date(model.now),
      });
      enrollment.clickedAt = Math.max(enrollment.clickedAt ?? 0, model.now);
    },
    ({ enrollments }) => enrollments.length > 0,
  );
/** Due messages are sent and counted. */
const send = () =>
  command("send", async (model, { deps: { db }, database }) => {
    await sendAndCount(database, new Date(model.now));
    // I3: an opted-out or suppressed customer gets nothing from then on.
    for (const [i, { maxSent: sentAtMost }] of model.enrollments.entries()) {
      if (sentAtMost !== null) expect(await countSent(db, `cp${i + 1}`)).toBe(sentAtMost);
    }
    // I4: counts match the rows.
    const counted = await db.emailCount.groupBy({
      by: ["stepId", "version"],
      where: { shopId: SHOP },
      _sum: { sent: true },
    });
    const raw = await db.messageStatus.groupBy({
      by: ["stepId", "flowVersion"],
      where: { shopId: SHOP, state: "sent" },
      _count: true,
    });
    expect(counted.map((it) => [it.stepId, it.version, it._sum.sent] as const).toSorted()).toEqual(
      raw.map((it) => [it.stepId, it.flowVersion, it._count] as const).toSorted(),
    );
  });
const countSent = (db: EnrollmentBench["deps"]["db"], profileId: string) =>
  db.messageStatus.count({ where: { shopId: SHOP, profileId, state: "sent" } });
const edit = (drawn: RandomFlow) => command("edit", (model, real) => save(model, real, drawn));
const toggle = () =>
  command("pause or resume", async (model, { deps }) => {
    model.isPaused = !model.isPaused;
    const status = model.isPaused ? "paused" : "live";
    const outcome = await setFlowStatus(SHOP, { flowId: FLOW, status }, "merchant", deps);
    expect(outcome.kind).toBe("changed");
  });
const move = () =>
  command("move", async (model, { deps }) => {
    await moveEnrollments(SHOP, FLOW, "merchant", deps);
    while ((await moveEnrollmentsJob.run(SHOP, deps, signal)).more);
    model.move();
  });

/** Enrollments and their effects match the model, in order. */
async function check(model: Model, { deps: { db } }: EnrollmentBench): Promise<void> {
  const rows = await db.enrollment.findMany({
    where: { shopId: SHOP },
    include: { messages: true, actions: true },
  });
  const byId = new Map(rows.map((row) => [row.enrollmentId, row]));
  for (const [i, enrollment] of model.enrollments.entries()) {
    const row = byId.get(`enrollment-${i + 1}`)!;
    const { state, version, hasReachedEnd } = enrollment;
    expect(row).toMatchObject({ state, version });
    if (state === "ended") expect(row.exitReason === null).toBe(hasReachedEnd);
    expect(row.nextRunAt?.getTime() ?? null).toBe(enrollment.nextAt);
    if (enrollment.state === "active") expect(row.stepId).toBe(enrollment.stepId);
    // I1: each step once.
    const did = [...row.messages, ...row.actions].map(({ stepId }) => stepId ?? "");
    expect(did.toSorted()).toEqual([...enrollment.did].toSorted());
    // I2: an active enrollment has a next run time; an ended one has neither that nor a pending message.
    expect(row.nextRunAt !== null).toBe(row.state === "active");
    if (row.state === "ended" && row.exitReason !== null) {
      expect(row.messages.filter(({ state }) => state === "planned")).toEqual([]);
    }
    // I6: settled enrollments have no lease.
    if (enrollment.leasedUntil === null) expect(row.leaseUntil).toBeNull();
  }
  // I5: another shop with the same ids is unchanged.
  expect(
    await db.enrollment.count({ where: { shopId: OTHER_SHOP, version: 1, attempts: 0 } }),
  ).toBe(1);
}

test("I1 to I7: after any enrollment, click, edit, pause, move, send, crash and restore, each enrollment takes each step once and no opted-out customer is emailed", async () => {
  const commands = [
    fc.constant(enter()),
    fc.constant(drain()),
    fc.constant(drain()),
    fc.integer({ min: 1, max: 40 }).map(pass),
    fc.constantFrom(-1, 1).map(pass),
    fc.constant(crash()),
    fc.nat(9).map(order),
    fc.nat(9).map(unsubscribe),
    fc.nat(9).map(suppress),
    fc.nat(9).map(click),
    fc.constant(send()),
    randomFlow.map(edit),
    fc.constant(toggle()),
    fc.constant(move()),
  ];
  let lives = 0;
  let steps = 0;
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(
      randomFlow,
      fc.commands(commands, { maxCommands: 24, size: "+2" }),
      async (drawn, life) => {
        await bench.empty();
        const { db, keyring } = bench.deps;
        await db.$executeRaw`truncate email_count, report_rollup_queue`;
        await db.settings.updateMany({
          data: {
            brand: { postalAddress: "1 Mill Lane, Bath" },
            sending: {
              ...{ senderAddress: "hello@kettle.example", holdoutRate: 0 },
              // Without quiet hours, so that emails leave at any drawn hour.
              ...{ quietHours: { startHour: 0, endHour: 0 }, marketingCapHours: 0 },
            },
          },
        });
        await proveDomain(db, SHOP);
        const definition = flowFrom(drawn);
        await storeShopWithFlows(db, OTHER_SHOP);
        for (const shopId of [SHOP, OTHER_SHOP]) {
          const stored = definition as unknown as Prisma.InputJsonValue;
          await db.flow.create({
            data: {
              ...{ shopId, flowId: FLOW, libraryKey: FLOW, name: "Any flow", status: "live" },
              ...{ liveVersion: 1, createdAt: NOW, updatedAt: NOW },
              versions: { create: { version: 1, definition: stored, createdAt: NOW } },
            },
          });
        }
        await storeProfile(db, keyring, "p1", { shopId: OTHER_SHOP });
        await storeEnrollment(db, "cp1", {
          ...{ shopId: OTHER_SHOP, enrollmentId: "enrollment-1", flowId: FLOW, nextRunAt: NOW },
        });
        const model = new Model();
        model.versions.set(1, definition.steps);
        await enter().run(model, bench);
        await enter().run(model, bench);
        await fc.asyncModelRun(() => ({ model, real: bench }), life);
        // I7: nothing is stuck: with enough time everything completes.
        if (model.isPaused) await toggle().run(model, bench);
        for (let i = 0; i < 12; i++) {
          await pass(24 * 10).run(model, bench);
          await drain().run(model, bench);
          if (i < 3) await send().run(model, bench);
        }
        expect(model.enrollments.filter(({ state }) => state === "active")).toEqual([]);
        await send().run(model, bench);
        sent += await db.messageStatus.count({ where: { shopId: SHOP, state: "sent" } });
        lives += model.enrollments.length > 0 ? 1 : 0;
        steps += model.enrollments.reduce((sum, { did }) => sum + did.size, 0);
      },
    ),
    { numRuns: propertyRuns(12, 10) },
  );
  // Otherwise the rules above would be vacuous.
  expect(lives).toBeGreaterThan(5);
  expect(steps).toBeGreaterThan(10);
  expect(sent).toBeGreaterThan(1);
});
