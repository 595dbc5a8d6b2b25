import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withAudience } from "~/flows/definition/audience";
import type { FlowDefinition } from "~/flows/definition/flow";
import { findFlow, saveFlowVersion } from "~/flows/flow-store.server";
import { createFlow } from "~/flows/library/create-flow.server";
import { beginEmail } from "~/messages/templates/begin-email.server";
import { saveFlowEdit } from "~/pages/flows/save-flow-edit.server";
import { editOf } from "~/flows/editing/flow-edit";
import type { Condition } from "~/segments/condition";
import { saveSegment } from "~/segments/editing/save-segment.server";
import { sweepSegmentsJob } from "~/segments/members/sweep-segments.job.server";
import { OTHER_SHOP, SHOP } from "../support/builders";
import { publishDrafts } from "../support/publish-drafts";
import { openFlowStage, setProfile, type FlowStage } from "./library/flow-stage";

const { signal } = new AbortController();
let stage: FlowStage;
beforeAll(async () => {
  stage = await openFlowStage();
});
afterAll(() => stage.database.close());

const deps = () => ({ ...stage.deps, db: stage.database.db, beginEmail });

async function sweep() {
  await stage.database.db.segment.updateMany({ data: { nextRunAt: stage.now() } });
  while ((await sweepSegmentsJob.run(SHOP, deps(), signal)).more);
  await stage.catchUp();
}

/** A segment of the customers in one country: `c1` lives in GB. */
async function segmentOf(country: string): Promise<string> {
  const rule = { kind: "all", of: [{ kind: "property", property: "country", values: [country] }] };
  const saved = await saveSegment(SHOP, null, { name: `In ${country}`, rule }, deps());
  if (saved.kind !== "saved") throw new Error(JSON.stringify(saved));
  await sweep();
  return saved.segmentId;
}

const moveTo = (countryCode: string) => setProfile(stage, { countryCode });

async function goLive(flowId: string, change: Partial<FlowDefinition> = {}) {
  const { db } = stage.database;
  const flow = await findFlow(db, SHOP, flowId);
  if (!flow) throw new Error("No such flow");
  const definition = { ...flow.definition, ...change };
  const saved = { flowId, baseVersion: flow.version, definition, actor: "merchant" } as const;
  await saveFlowVersion(SHOP, saved, deps());
  await publishDrafts(db);
  await db.flow.updateMany({ where: { flowId }, data: { status: "live" } });
}

beforeEach(async () => {
  await stage.begin("welcome");
  await setProfile(stage, { orderCount: 0 });
  await stage.database.db.segment.deleteMany();
  await stage.database.db.flow.updateMany({ data: { status: "draft" } });
});

describe("a flow for a segment", () => {
  test.each([
    ["joins", "segment_joined", "FR", "FR"],
    ["leaves", "segment_left", "GB", "FR"],
  ] as const)("emails customers who %s it", async (_what, trigger, country, movesTo) => {
    const segmentId = await segmentOf(country);
    await goLive((await createFlow(SHOP, { segmentId, trigger }, "merchant", deps()))!);
    await stage.pass(1);
    expect(await stage.sent()).toEqual([]);
    await moveTo(movesTo);
    await sweep();
    await stage.pass(1);
    expect(await stage.sent()).toEqual([[1, "email-1"]]);
  });

  test("skips the initial members of the segment", async () => {
    const { db } = stage.database;
    const rule = { kind: "all", of: [{ kind: "has_address" }] };
    const saved = await saveSegment(SHOP, null, { name: "All", rule }, deps());
    if (saved.kind !== "saved") throw new Error("not saved");
    const requested = { segmentId: saved.segmentId, trigger: "segment_joined" } as const;
    await goLive((await createFlow(SHOP, requested, "merchant", deps()))!);
    await sweep();
    await stage.pass(2);
    expect(await db.segmentMember.count()).toBe(1);
    expect(await stage.sent()).toEqual([]);
  });

  test("gets a number when its name is taken", async () => {
    const requested = { segmentId: await segmentOf("FR"), trigger: "segment_joined" } as const;
    const names: string[] = [];
    for (let turn = 0; turn < 2; turn++) {
      const flowId = await createFlow(SHOP, requested, "merchant", deps());
      names.push((await findFlow(stage.database.db, SHOP, flowId!))!.definition.name);
    }
    expect(names[1]).toBe(`${names[0]} 2`);
  });

  test("cancels the email of a customer who left the segment before it was sent", async () => {
    const segmentId = await segmentOf("FR");
    const flowId = await createFlow(
      SHOP,
      { segmentId, trigger: "segment_joined" },
      "merchant",
      deps(),
    );
    const flow = await findFlow(stage.database.db, SHOP, flowId!);
    const first = { kind: "wait", stepId: "wait-1", for: { count: 3, unit: "hours" } } as const;
    await goLive(flowId!, { steps: [first, ...flow!.definition.steps] });
    await moveTo("FR");
    await sweep();
    await stage.pass(1);
    await moveTo("GB");
    await sweep();
    await stage.pass(5);
    expect(await stage.sent()).toEqual([]);
    const enrollments = await stage.database.db.enrollment.findMany();
    expect(enrollments).toMatchObject([{ state: "ended", exitReason: "moved_back" }]);
  });

  test("is only created for the shop's own segments", async () => {
    const segmentId = await segmentOf("FR");
    const requested = { segmentId, trigger: "segment_joined" } as const;
    expect(await createFlow(OTHER_SHOP, requested, "merchant", deps())).toBeNull();
  });
});

describe("a condition from the segment grammar", () => {
  const consent = () =>
    stage.receive("consent_changed", {
      marketingState: "subscribed",
      optIn: null,
      changedAt: stage.now(),
    });

  test.each([
    ["GB", ["email-1"]],
    ["FR", []],
  ])("emails matching customers from a flow for customers in %s", async (country, steps) => {
    const rule: Condition = { kind: "property", property: "country", values: [country] };
    await goLive("welcome", {
      filter: [{ kind: "meets_rule", rule: { kind: "all", of: [rule] } }],
    });
    await consent();
    await stage.pass(1);
    expect((await stage.sent()).map(([, stepId]) => stepId)).toEqual(steps);
  });

  test("is evaluated again when an email is sent", async () => {
    const segmentId = await segmentOf("GB");
    await goLive("welcome", { filter: withAudience([], segmentId) });
    await consent();
    await stage.pass(1);
    await moveTo("FR");
    await sweep();
    await stage.pass(24 * 3);
    expect((await stage.sent()).map(([, stepId]) => stepId)).toEqual(["email-1"]);
    const second = await stage.database.db.messageStatus.findFirst({
      where: { stepId: "email-2" },
    });
    expect(second).toMatchObject({ state: "skipped", reason: "does_not_fit" });
  });

  test("is not saved with a deleted segment", async () => {
    const flow = await findFlow(stage.database.db, SHOP, "welcome");
    const edit = { ...editOf(flow!.definition, flow!.version), segmentId: "gone" };
    expect(await saveFlowEdit(SHOP, "welcome", edit, deps())).toMatchObject({
      kind: "invalid",
      problems: { filter: { code: "rule", rule: { path: [0] } } },
    });
  });
});
