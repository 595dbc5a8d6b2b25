import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_PLAN } from "~/campaigns/campaign";
import { createCampaign } from "~/campaigns/campaign-store.server";
import type { Condition } from "~/segments/condition";
import { publishDraft, saveDraft } from "~/messages/templates/template-store.server";
import { newTestBlock } from "../support/new-test-block";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { deleteSegment } from "~/pages/segments/delete-segment.server";
import { saveSegment } from "~/segments/editing/save-segment.server";
import { updateMembershipsJob } from "~/segments/members/update-memberships.job.server";
import { sweepSegmentsJob } from "~/segments/members/sweep-segments.job.server";
import type { RuleNode, SegmentRule } from "~/segments/segment";
import { anOrder, anOrderPlaced, daysAgo, NOW, SHOP } from "../support/builders";
import { dueShopsOf } from "../support/due-shops";
import { openProfileBench, type ProfileBench } from "../profiles/profile-bench";
import { anEvent, anOrderEvent } from "../profiles/events";

const { signal } = new AbortController();
const DAY_MS = 86_400_000;

let bench: ProfileBench;
beforeAll(async () => {
  bench = await openProfileBench();
});
afterAll(() => bench.database.close());
beforeEach(async () => {
  await bench.empty();
  await bench.database.db.segment.deleteMany();
});

const deps = () => ({ ...bench.deps, db: bench.database.db });
const all = (...of: RuleNode[]) => ({ kind: "all", of });
const ordered = (times: number, days: number): Condition => ({
  kind: "did",
  behavior: "ordered",
  window: { kind: "last", days },
  comparison: "at_least",
  times,
});

async function save(name: string, rule: unknown, version = 0, segmentId?: string) {
  const existing = segmentId === undefined ? null : { segmentId, version };
  const outcome = await saveSegment(SHOP, existing, { name, rule }, deps());
  if (outcome.kind !== "saved") throw new Error(JSON.stringify(outcome));
  return outcome.segmentId;
}

async function sweep() {
  while ((await sweepSegmentsJob.run(SHOP, deps(), signal)).more);
}
async function follow() {
  while ((await updateMembershipsJob.run(SHOP, deps(), signal)).more);
}
const order = (customerId: string, days: number) =>
  anOrderPlaced(anOrder({ placedAt: daysAgo(days) }), customerId);

async function membersOf(segmentId: string) {
  const rows = await bench.database.db.segmentMember.findMany({
    where: { shopId: SHOP, segmentId },
    orderBy: { profileId: "asc" },
  });
  return rows.map(({ profileId }) => profileId);
}
async function moves() {
  const rows = await bench.database.db.event.findMany({
    where: { shopId: SHOP, kind: { in: ["segment_joined", "segment_left"] } },
    orderBy: { seq: "asc" },
  });
  return rows.map(({ kind, customerId }) => `${kind} ${customerId ?? ""}`);
}
const segment = (segmentId: string) =>
  bench.database.db.segment.findUniqueOrThrow({
    where: { shopId_segmentId: { shopId: SHOP, segmentId } },
  });

describe("a new segment", () => {
  test("finds its first members without recording joins", async () => {
    await bench.receive(order("ada", 3), order("eve", 90));
    const id = await save("Lately", all(ordered(1, 30)));
    expect(bench.deps.announced.at(-1)?.fact).toBe("segment_changed");
    await sweep();
    expect(await membersOf(id)).toEqual(["cada"]);
    expect(await moves()).toEqual([]);
    expect(await segment(id)).toMatchObject({ memberCount: 1, evaluatedAt: NOW });
  });

  test("keeps each version and refuses the second of two edits of one version", async () => {
    const id = await save("Lately", all(ordered(1, 30)));
    await save("Often", all(ordered(2, 30)), 1, id);
    const late = await saveSegment(
      SHOP,
      { segmentId: id, version: 1 },
      { name: "Late", rule: all(ordered(3, 30)) },
      deps(),
    );
    expect(late).toEqual({ kind: "refused", reason: "changed_meanwhile" });
    const versions = await bench.database.db.segmentVersion.findMany({
      orderBy: { version: "asc" },
    });
    expect(versions.map(({ version }) => version)).toEqual([1, 2]);
    expect(versions[0]?.rule).toEqual(all(ordered(1, 30)));
  });

  test("is evaluated again after an edit without recording joins and leaves", async () => {
    await bench.receive(order("ada", 3), order("eve", 90));
    const id = await save("Lately", all(ordered(1, 30)));
    await sweep();
    await save("Not lately", { kind: "none", of: [ordered(1, 30)] }, 1, id);
    await sweep();
    expect(await membersOf(id)).toEqual(["ceve"]);
    expect(await moves()).toEqual([]);
  });
});

describe("a customer who starts to match a rule", () => {
  test("joins once per event and the join is recorded", async () => {
    await bench.receive(order("ada", 3), order("eve", 90));
    const id = await save("Twice", all(ordered(2, 30)));
    await sweep();
    await bench.receive(order("ada", 1));
    expect(await dueShopsOf(updateMembershipsJob, bench.database.db, NOW)).toEqual([SHOP]);
    await follow();
    await follow();
    expect(await membersOf(id)).toEqual(["cada"]);
    expect(await moves()).toEqual(["segment_joined ada"]);
    expect(await segment(id)).toMatchObject({ memberCount: 1 });
    expect(bench.deps.announced.at(-1)?.fact).toBe("events_recorded");
  });

  test("leaves when the rule no longer matches and when deleted", async () => {
    const placed = anOrder({ orderId: "71", placedAt: daysAgo(3) });
    await bench.receive(anOrderPlaced(placed, "ada"), order("eve", 2));
    const id = await save("Lately", all(ordered(1, 30)));
    await sweep();
    const canceled = { ...placed, updatedAt: NOW, cancelledAt: NOW };
    await bench.receive(
      anOrderEvent("order_canceled", canceled),
      anEvent("customer_deleted", {}, "customer/eve/deleted", { customerId: "eve" }),
    );
    await follow();
    expect(await membersOf(id)).toEqual([]);
    expect((await moves()).sort()).toEqual(["segment_left ada", "segment_left eve"]);
    expect(await segment(id)).toMatchObject({ memberCount: 0 });
  });

  test("joins and leaves by flow properties, also when commits are out of order", async () => {
    await bench.receive(order("ada", 3), order("eve", 2));
    const id = await save(
      "Collectors",
      all({ kind: "flow_property", name: "Kind", values: ["Collector"] }),
    );
    await sweep();
    const note = (profileId: string, value: string | null, setAt: Date) =>
      bench.database.db.profileProperty.upsert({
        where: { shopId_profileId_name: { shopId: SHOP, profileId, name: "Kind" } },
        create: { shopId: SHOP, profileId, name: "Kind", value, flowId: "f", setAt },
        update: { value, setAt },
      });
    await note("cada", "Collector", NOW);
    await follow();
    expect(await membersOf(id)).toEqual(["cada"]);
    await note("ceve", "Collector", new Date(NOW.getTime() - 5_000));
    await note("cada", "Reader", new Date(NOW.getTime() + 1_000));
    await follow();
    expect(await membersOf(id)).toEqual(["ceve"]);
    expect((await moves()).sort()).toEqual([
      "segment_joined ada",
      "segment_joined eve",
      "segment_left ada",
    ]);
    const any = await save("Any kind", all({ kind: "flow_property", name: "Kind", values: [] }));
    await sweep();
    expect(await membersOf(any)).toEqual(["cada", "ceve"]);
    await note("ceve", null, new Date(NOW.getTime() + 2_000));
    await follow();
    expect([await membersOf(id), await membersOf(any)]).toEqual([[], ["cada"]]);
  });

  test("leaves in the sweep when a time window moves on", async () => {
    await bench.receive(order("ada", 29));
    const id = await save("Lately", all(ordered(1, 30)));
    await sweep();
    expect(await membersOf(id)).toEqual(["cada"]);
    bench.deps.now = () => new Date(NOW.getTime() + 2 * DAY_MS);
    expect(await dueShopsOf(sweepSegmentsJob, bench.database.db, deps().now())).toEqual([SHOP]);
    await sweep();
    expect(await membersOf(id)).toEqual([]);
    expect(await moves()).toEqual(["segment_left ada"]);
    const sizes = await bench.database.db.segmentSize.findMany({ orderBy: { day: "asc" } });
    expect(sizes.map(({ memberCount }) => memberCount)).toEqual([1, 0]);
  });

  test("joins dependent segments in the same pass, by event and by sweep", async () => {
    await bench.receive(order("ada", 3));
    const inner = await save("Twice", all(ordered(2, 30)));
    const outer = await save("Others", {
      kind: "none",
      of: [{ kind: "segment", segmentId: inner }],
    });
    await sweep();
    expect(await membersOf(outer)).toEqual(["cada"]);
    await bench.receive(order("ada", 1));
    await follow();
    expect(await moves()).toEqual(["segment_joined ada", "segment_left ada"]);
    bench.deps.now = () => new Date(NOW.getTime() + 40 * DAY_MS);
    await sweep();
    expect([await membersOf(inner), await membersOf(outer)]).toEqual([[], ["cada"]]);
  });
});

describe("a rule that cannot be evaluated is refused with the path of the condition", () => {
  const problemsOf = async (rule: unknown, segmentId?: string) => {
    const existing = segmentId === undefined ? null : { segmentId, version: 1 };
    const outcome = await saveSegment(SHOP, existing, { name: "No", rule }, deps());
    return outcome.kind === "invalid" ? outcome.problems : outcome;
  };

  test.each([
    [
      "browsing older than the retention period",
      { ...ordered(1, 181), behavior: "viewed_product" },
      { code: "browsing_days", days: 180 },
    ],
    ["predictions before any exist", { kind: "group", keys: ["best"] }, { code: "no_predictions" }],
    [
      "an unknown product type",
      { kind: "affinity", types: ["Trays", "Hats"], share: 0.5 },
      { code: "unknown_type", name: "Hats" },
    ],
    [
      "an unknown product",
      { ...ordered(1, 30), where: [{ by: "product", values: ["404"] }] },
      { code: "unknown_product" },
    ],
    ["a deleted segment", { kind: "segment", segmentId: "?" }, { code: "segment_deleted" }],
  ])("%s", async (_what, condition, fault) => {
    const rule = all(ordered(1, 30), { kind: "any", of: [condition as Condition] });
    expect(await problemsOf(rule)).toEqual([{ path: [1, 0], ...fault }]);
  });

  test("rejects a circle of segments", async () => {
    const first = await save("First", all(ordered(1, 30)));
    const second = await save("Second", all({ kind: "segment", segmentId: first }));
    const third = await save("Third", all({ kind: "segment", segmentId: second }));
    expect(await problemsOf(all({ kind: "segment", segmentId: first }), first)).toEqual([
      { path: [0], code: "segment_self" },
    ]);
    expect(await problemsOf(all({ kind: "segment", segmentId: third }), first)).toEqual([
      {
        path: [0],
        code: "segment_circular",
        name: "Third",
      },
    ]);
  });
});

test("a segment is kept while another segment refers to it", async () => {
  const inner = await save("Inner", all(ordered(1, 30)));
  const outer = await save("Outer", all({ kind: "segment", segmentId: inner }));
  expect(await deleteSegment(SHOP, inner, deps())).toEqual({
    kind: "refused",
    dependents: [{ kind: "segment", id: outer, name: "Outer" }],
  });
  expect(await deleteSegment(SHOP, outer, deps())).toEqual({ kind: "deleted" });
  expect(await deleteSegment(SHOP, inner, deps())).toEqual({ kind: "deleted" });
  expect(await bench.database.db.segmentVersion.count()).toBe(0);
});

test("a segment is kept while an email block refers to it", async () => {
  const { db } = bench.database;
  const segmentId = await save("Regulars", all(ordered(1, 30)));
  const rule: SegmentRule = { kind: "all", of: [{ kind: "segment", segmentId }] };
  const line = {
    ...newTestBlock("divider", "line"),
    when: { kind: "rule" as const, rule, is: "met" as const },
  };
  const templateId = "campaign/story";
  const ready = findReadyTemplate(templateId)!;
  const document = { ...ready, blocks: [...ready.blocks, line] };
  const change = { templateId, name: "A letter", now: NOW };
  await saveDraft(db, SHOP, { ...change, document, baseRevision: 0 });
  const refused = {
    kind: "refused",
    dependents: [{ kind: "email", id: templateId, name: "A letter" }],
  };
  expect(await deleteSegment(SHOP, segmentId, deps())).toEqual(refused);
  await publishDraft(db, SHOP, { ...change, document, draftRevision: 1, sha256: "00" });
  expect(await deleteSegment(SHOP, segmentId, deps())).toEqual(refused);
  await saveDraft(db, SHOP, { ...change, document: ready, baseRevision: 2 });
  await publishDraft(db, SHOP, { ...change, document: ready, draftRevision: 3, sha256: "01" });
  expect(await deleteSegment(SHOP, segmentId, deps())).toEqual({ kind: "deleted" });
});

test("a segment is kept until its campaign has ended", async () => {
  const { db } = bench.database;
  const segmentId = await save("Lately", all(ordered(1, 30)));
  const audience = { include: [{ kind: "segment" as const, segmentId }], exclude: [] };
  const draft = { name: "Autumn", plan: { ...DEFAULT_PLAN, audience } };
  const campaignId = await createCampaign(db, SHOP, draft, NOW);
  await createCampaign(db, SHOP, { name: "To everybody" }, NOW);
  for (const status of ["draft", "scheduled", "sending", "paused"]) {
    await db.campaign.updateMany({ where: { campaignId }, data: { status } });
    expect(await deleteSegment(SHOP, segmentId, deps())).toEqual({
      kind: "refused",
      dependents: [{ kind: "campaign", id: campaignId, name: "Autumn" }],
    });
  }
  await db.campaign.updateMany({ where: { campaignId }, data: { status: "sent" } });
  expect(await deleteSegment(SHOP, segmentId, deps())).toEqual({ kind: "deleted" });
});
