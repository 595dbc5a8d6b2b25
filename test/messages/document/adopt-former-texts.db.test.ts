import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DEFAULT_PLAN } from "~/campaigns/campaign";
import { findCampaign } from "~/campaigns/campaign-store.server";
import type { Database } from "~/db.server";
import type { FormerTexts } from "~/flows/former-texts";
import { findFlow } from "~/flows/flow-store.server";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { storedJson } from "~/flows/stored-json";
import { adoptFormerTexts } from "~/messages/document/adopt-former-texts.server";
import { formerEmail } from "~/messages/document/former-email";
import { findEffectiveTemplate } from "~/messages/document/effective-template.server";
import { findPublished, findTemplate, saveDraft } from "~/messages/document/template-store.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates";
import { openCampaignBench, type CampaignBench } from "../../campaigns/campaign-bench";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { storePlannedEmail } from "../../support/outbox-stage";
import { FLOW_ID } from "../../support/stored-rows";

let database: Database;
let bench: CampaignBench;
const TEMPLATE = `${ABANDONED_CHECKOUT.key}/email-1`;

const COPY = {
  subject: "We kept it for you",
  preheader: "One click",
  heading: "Nearly there",
  intro: 'Hi {{ recipient.firstName | default: "there" }}.',
  button: "Go back",
};
const OF_STEP: FormerTexts = { template: "abandoned-checkout", copy: COPY, picks: null };
const OF_CAMPAIGN: FormerTexts = { ...OF_STEP, template: "news" };

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bench = openCampaignBench(database);
  await bench.begin();
});

const adopt = () => adoptFormerTexts({ db: bench.db, now: () => NOW });
const flowNow = async () => (await findFlow(bench.db, SHOP, FLOW_ID))!;
const published = async (id: string) => (await findPublished(bench.db, SHOP, [id])).get(id);

/** The flow as it was stored once: each of its emails brings its texts, and may name a template. */
async function storeFormerFlow(templateIdOf: (stepId: string) => string | undefined) {
  const steps = ABANDONED_CHECKOUT.steps.map((step) =>
    step.kind === "send" ? { ...step, ...OF_STEP, templateId: templateIdOf(step.stepId) } : step,
  );
  const definition = storedJson({ ...ABANDONED_CHECKOUT, steps });
  await bench.db.flowVersion.updateMany({ where: { flowId: FLOW_ID }, data: { definition } });
}

describe("the texts of a flow's step", () => {
  test("become a template that the flow's next version says; whoever is in it keeps the version that they began with", async () => {
    await storeFormerFlow(() => undefined);
    const before = await flowNow();
    expect(await adopt()).toBe(1);
    const after = await flowNow();
    expect(after.version).toBe(before.version + 1);
    expect(after.definition.steps.find(({ stepId }) => stepId === "email-1")).toMatchObject({
      templateId: TEMPLATE,
    });
    expect(await published(TEMPLATE)).toEqual(formerEmail(OF_STEP));
    const kept = await bench.db.flowVersion.findFirstOrThrow({
      where: { flowId: FLOW_ID, version: before.version },
    });
    expect(kept.definition).toMatchObject({ steps: [{}, { copy: COPY }, {}, {}, {}, {}, {}] });
    expect(kept.definition).not.toHaveProperty("steps[1].templateId");
  });

  test("that stood for a template that nobody published are published under its name, in the same version", async () => {
    await storeFormerFlow((stepId) => `own-1/${stepId}`);
    const { version } = await flowNow();
    expect(await adopt()).toBe(1);
    expect((await flowNow()).version).toBe(version);
    expect(await published("own-1/email-1")).toEqual(formerEmail(OF_STEP));
  });

  test("are not what is said where there is a ready email, or one of the shop's", async () => {
    await storeFormerFlow((stepId) => `${ABANDONED_CHECKOUT.key}/${stepId}`);
    expect(await adopt()).toBe(0);
    expect(await published(TEMPLATE)).toBeUndefined();
    await storeFormerFlow((stepId) => `own-1/${stepId}`);
    for (const n of [1, 2, 3]) await bench.publish(`own-1/email-${n}`, { subject: "Mine" });
    expect(await adopt()).toBe(0);
    expect((await published("own-1/email-1"))?.subject).toBe("Mine");
  });

  test("are published beneath a draft that the merchant has begun", async () => {
    await storeFormerFlow((stepId) => `own-1/${stepId}`);
    const document = { ...findReadyTemplate(TEMPLATE)!, subject: "Mine" };
    const draft = {
      templateId: "own-1/email-1",
      name: "Email",
      document,
      baseRevision: 0,
      now: NOW,
    };
    await saveDraft(bench.db, SHOP, draft);
    await adopt();
    expect(await published("own-1/email-1")).toEqual(formerEmail(OF_STEP));
    expect((await findTemplate(bench.db, SHOP, "own-1/email-1"))?.draft?.subject).toBe("Mine");
  });

  test("change nothing more when it is done over, and those of an archived flow are left alone", async () => {
    await storeFormerFlow(() => undefined);
    await adopt();
    expect(await adopt()).toBe(0);
    await storeFormerFlow(() => undefined);
    await bench.db.flow.updateMany({ data: { status: "archived" } });
    expect(await adopt()).toBe(0);
  });

  test("are what an email says that was planned with them, before and after", async () => {
    await storePlannedEmail(bench, { customerId: "1", messageId: "m1", intent: OF_STEP });
    await storePlannedEmail(bench, { customerId: "2", messageId: "m2", intent: OF_STEP });
    await bench.db.$executeRaw`update message set intent = intent - 'templateId'`;
    await bench.db.message.updateMany({
      where: { messageId: "m2" },
      data: { nextAttemptAt: new Date(NOW.getTime() + 3_600_000) },
    });
    await bench.settle();
    await storeFormerFlow(() => undefined);
    await adopt();
    await bench.pass(2);
    expect(bench.mailer.taken.map(({ subject }) => subject)).toEqual([COPY.subject, COPY.subject]);
  });
});

describe("the texts of a campaign", () => {
  const { templateId: _templateId, ...plan } = DEFAULT_PLAN;
  const storeFormer = async (texts: object, change: object = {}) => {
    const campaignId = await bench.create();
    await bench.db.campaign.update({
      where: { shopId_campaignId: { shopId: SHOP, campaignId } },
      data: { plan: storedJson({ ...plan, ...texts, templateId: null, ...change }) },
    });
    return campaignId;
  };
  const planOf = async (id: string) => (await findCampaign(bench.db, SHOP, id))!;

  test("become its email while it is under way: nobody gets other words, and nobody two emails", async () => {
    await bench.storeMany(25);
    const campaignId = await storeFormer({ copy: COPY, picks: null }, { emailsPerHour: 10 });
    await bench.start(campaignId);
    await bench.settle();
    const before = bench.mailer.taken.length;
    expect(await adopt()).toBe(1);
    expect((await planOf(campaignId)).plan.templateId).toBe(`campaign-email/${campaignId}`);
    expect(await published(`campaign-email/${campaignId}`)).toEqual(formerEmail(OF_CAMPAIGN));
    await bench.runOut();
    expect(before).toBeLessThan(25);
    expect(new Set(bench.takenTo()).size).toBe(25);
    expect(bench.takenTo()).toHaveLength(25);
    expect(new Set(bench.mailer.taken.map(({ subject }) => subject))).toEqual(
      new Set([COPY.subject]),
    );
    expect(await adopt()).toBe(0);
  });

  test("are sent as they stand though nobody adopted them", async () => {
    // So many that the draw gives each version somebody.
    await bench.storeMany(60);
    const others = { kind: "subject" as const, values: ["Or this way?"] };
    const parts = { rule: "commit", testShare: 0.5, testHours: 1, minimumShare: 0 } as const;
    const campaignId = await storeFormer(
      { copy: COPY, picks: null },
      { test: { others, ...parts } },
    );
    await bench.start(campaignId);
    await bench.settle();
    expect(new Set(bench.mailer.taken.map(({ subject }) => subject))).toEqual(
      new Set([COPY.subject, "Or this way?"]),
    );
    expect(bench.mailer.taken[0]?.html).toContain(COPY.heading);
  });

  test("that is not started wait in the editor to be published; whoever has it open must look again", async () => {
    const campaignId = await storeFormer({ copy: { ...COPY, subject: "x".repeat(400) } });
    await adopt();
    const { version, plan: adopted } = await planOf(campaignId);
    expect(version).toBe(2);
    expect(await findEffectiveTemplate(bench.db, SHOP, adopted.templateId)).toBeNull();
    const draft = (await findTemplate(bench.db, SHOP, adopted.templateId))?.draft;
    expect(draft?.blocks[0]).toMatchObject({ kind: "heading", text: COPY.heading });
  });

  test("that nobody wrote give way to the layout that campaigns begin with", async () => {
    const nothing = { subject: "", preheader: "", heading: "", intro: "", button: "Visit" };
    const campaignId = await storeFormer({ copy: nothing });
    await adopt();
    const { templateId } = (await planOf(campaignId)).plan;
    expect(await findEffectiveTemplate(bench.db, SHOP, templateId)).toEqual(
      findReadyTemplate("campaign/plain"),
    );
  });
});
