import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FlowDefinition } from "~/flows/definition/flow";
import { findFlow, saveFlowVersion } from "~/flows/flow-store.server";
import { moveEnrollmentsJob } from "~/flows/moving/move-enrollments.job.server";
import { moveEnrollments } from "~/flows/moving/move-enrollments.server";
import { claimDueEnrollments } from "~/flows/progress/due-enrollment-store.server";
import { settleEnrollments } from "~/flows/progress/settled-enrollment-store.server";
import { deleteFlow } from "~/flows/status/delete-flow.server";
import { endEnrollmentsJob } from "~/flows/status/end-enrollments.job.server";
import { setFlowStatus } from "~/flows/status/set-flow-status.server";
import { hoursAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { dueShopsOf } from "../../support/due-shops";
import {
  FLOW_ID,
  storeEnrollment,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";
import { openEnrollmentBench, type EnrollmentBench } from "../enrollment-bench";

let bench: EnrollmentBench;
let deps: EnrollmentBench["deps"];
const { signal } = new AbortController();
const enrollments = () => bench.enrollments();

beforeAll(async () => {
  bench = await openEnrollmentBench();
});
afterAll(() => bench.database.close());
beforeEach(async () => {
  await bench.empty();
  ({ deps } = bench);
});

const CONTEXT = {
  trigger: {
    kind: "checkout",
    token: "t1",
    cartToken: null,
    startedAt: hoursAgo(3).toISOString(),
    idleMinutes: 60,
  },
  objectUpdatedAt: hoursAgo(2),
  waitsSince: null,
};
/** An enrollment before a step. */
const at = (stepId: string, more: object = {}) =>
  storeEnrollment(deps.db, "c1", {
    stepId,
    nextRunAt: hoursAgo(-5),
    context: CONTEXT,
    objectKey: stepId,
    ...more,
  });

/** Saves the flow again with only these steps. */
async function keepSteps(...stepIds: string[]): Promise<void> {
  const flow = (await findFlow(deps.db, SHOP, FLOW_ID))!;
  const steps = flow.definition.steps.filter(({ stepId }) => stepIds.includes(stepId));
  const definition = FlowDefinition.parse({ ...flow.definition, steps });
  const change = {
    flowId: FLOW_ID,
    baseVersion: flow.version,
    definition,
    actor: "merchant",
  } as const;
  expect(await saveFlowVersion(SHOP, change, deps)).toMatchObject({ kind: "saved" });
}
const move = () => moveEnrollments(SHOP, FLOW_ID, "merchant", deps);
const drain = async () => {
  while ((await moveEnrollmentsJob.run(SHOP, deps, signal)).more);
};

describe("moving enrollments to a new version", () => {
  test("happens only when the merchant requests it", async () => {
    await at("email-1");
    await keepSteps("email-1", "wait-3", "email-3");
    await drain();
    expect(await enrollments()).toMatchObject([{ version: 1, stepId: "email-1" }]);
    expect(await move()).toEqual({ kind: "begun", version: 2 });
    await drain();
    expect(await enrollments()).toMatchObject([
      { version: 2, stepId: "email-1", nextRunAt: hoursAgo(-5), state: "active" },
    ]);
    expect((await findFlow(deps.db, SHOP, FLOW_ID))?.movesTo).toBeNull();
  });

  test("skips a removed step and ends enrollments with no steps left", async () => {
    await at("email-2");
    await at("email-3");
    await keepSteps("email-1", "email-2");
    await move();
    await drain();
    expect(await enrollments()).toMatchObject([
      { objectKey: "email-2", stepId: "email-2", state: "active", version: 2 },
      { objectKey: "email-3", state: "ended", exitReason: "step_removed" },
    ]);
  });

  test("invalidates the claim of a worker, whose step is then discarded", async () => {
    await at("email-1", { nextRunAt: hoursAgo(1) });
    const { db } = deps;
    const claimed = await db.$transaction((tx) => claimDueEnrollments(tx, SHOP, 10, NOW));
    await keepSteps("email-1");
    await move();
    await drain();
    const steps = claimed.map((enrollment) => ({
      enrollment,
      commands: [{ kind: "complete" as const }],
    }));
    const emails = { isBaseline: () => false, hourExperiments: [] };
    const written = await db.$transaction((tx) => settleEnrollments(tx, SHOP, steps, emails, NOW));
    expect(written.size).toBe(0);
    expect(await enrollments()).toMatchObject([{ version: 2, state: "active", leaseUntil: null }]);
  });

  test("works in slices and skips scheduled and ended enrollments and other shops", async () => {
    const { db, keyring } = deps;
    await storeShopWithFlows(db, OTHER_SHOP);
    await storeProfile(db, keyring, "1", { shopId: OTHER_SHOP });
    await storeEnrollment(db, "c1", { shopId: OTHER_SHOP, stepId: "email-1" });
    await at("email-1", { state: "scheduled", objectKey: "waits" });
    await at("email-1", { state: "ended", objectKey: "is over" });
    await db.enrollment.createMany({
      data: Array.from({ length: 2_300 }, (_, i) => ({
        ...{ shopId: SHOP, enrollmentId: `many-${i}`, flowId: FLOW_ID, version: 1 },
        ...{ profileId: "c1", objectKey: `many-${i}`, variant: "treated", state: "active" },
        ...{ stepId: "email-1", nextRunAt: hoursAgo(-5), context: {} },
        ...{ enrolledAt: NOW, updatedAt: NOW },
      })),
    });
    await keepSteps("email-1");
    await move();
    await moveEnrollmentsJob.run(SHOP, deps, signal);
    expect(await db.enrollment.count({ where: { version: 2 } })).toBe(1_000);
    await drain();
    expect(await db.enrollment.count({ where: { version: 2 } })).toBe(2_300);
    const left = await db.enrollment.findMany({ where: { version: 1 }, orderBy: { state: "asc" } });
    expect(left.map(({ shopId, state }) => [shopId, state])).toEqual([
      [OTHER_SHOP, "active"],
      [SHOP, "ended"],
      [SHOP, "scheduled"],
    ]);
  });

  test("is refused for an archived or unknown flow", async () => {
    await setFlowStatus(SHOP, { flowId: FLOW_ID, status: "archived" }, "merchant", deps);
    expect(await move()).toEqual({ kind: "refused", reason: "archived" });
    expect(await moveEnrollments(SHOP, "none", "merchant", deps)).toEqual({
      kind: "refused",
      reason: "not_found",
    });
  });
});

describe("archiving a flow with many enrollments", () => {
  test("stops all of them at once and ends them in slices", async () => {
    const { db } = deps;
    const rows = Array.from({ length: 1_500 }, (_, i) => ({
      ...{ shopId: SHOP, enrollmentId: `many-${i}`, flowId: FLOW_ID, version: 1 },
      ...{ profileId: "c1", objectKey: `many-${i}`, variant: "treated", context: CONTEXT },
      state: i % 3 === 0 ? "scheduled" : "active",
      ...{ stepId: "email-1", nextRunAt: hoursAgo(1), enrolledAt: NOW, updatedAt: NOW },
    }));
    await db.enrollment.createMany({ data: rows });
    const command = { flowId: FLOW_ID, status: "archived" } as const;
    expect(await setFlowStatus(SHOP, command, "merchant", deps)).toEqual({ kind: "changed" });
    expect(deps.announced).toContainEqual({ shopId: SHOP, fact: "enrollments_affected" });
    expect(await bench.advance()).toEqual({ more: false });
    expect(await dueShopsOf(endEnrollmentsJob, db, NOW)).toEqual([SHOP]);

    expect(await endEnrollmentsJob.run(SHOP, deps, signal)).toEqual({ more: true });
    expect(await endEnrollmentsJob.run(SHOP, deps, signal)).toEqual({ more: false });
    const left = await db.enrollment.groupBy({ by: ["state", "exitReason"], _count: true });
    expect(left).toEqual([{ state: "ended", exitReason: "flow_archived", _count: 1_000 }]);
    expect(await dueShopsOf(endEnrollmentsJob, db, NOW)).toEqual([]);
  });
});

describe("deleting a flow", () => {
  const remove = (flowId: string) => deleteFlow(SHOP, flowId, "merchant", deps);
  const own = async (more: object = {}) => {
    const flow = (await findFlow(deps.db, SHOP, FLOW_ID))!;
    await deps.db.flow.create({
      data: {
        ...{ shopId: SHOP, flowId: "own-1", libraryKey: "own-1", name: "Mine", status: "draft" },
        ...{ liveVersion: 1, createdAt: NOW, updatedAt: NOW, ...more },
        versions: {
          create: { version: 1, definition: flow.definition as never, createdAt: NOW },
        },
      },
    });
  };

  test("deletes a custom flow that no one entered", async () => {
    await own();
    expect(await remove("own-1")).toEqual({ kind: "deleted" });
    expect(await findFlow(deps.db, SHOP, "own-1")).toBeNull();
  });

  test("is refused for live flows, flows with enrollments and library flows", async () => {
    await own({ status: "live" });
    expect(await remove("own-1")).toEqual({ kind: "refused", reason: "is_live" });
    await deps.db.flow.updateMany({ where: { flowId: "own-1" }, data: { status: "paused" } });
    await at("email-1", { flowId: "own-1", state: "ended" });
    expect(await remove("own-1")).toEqual({ kind: "refused", reason: "has_enrollments" });
    expect(await remove("cross-sell")).toMatchObject({ kind: "refused" });
    await deps.db.flow.updateMany({ data: { status: "draft" } });
    expect(await remove("cross-sell")).toEqual({ kind: "refused", reason: "has_enrollments" });
    expect(await remove("none")).toEqual({ kind: "refused", reason: "not_found" });
  });
});
