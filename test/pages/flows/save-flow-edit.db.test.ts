import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findFlow } from "~/flows/flow-store.server";
import type { CouponRequest } from "~/flows/definition/send-step";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { discountEditOf } from "~/flows/editing/discount-edit";
import { findTemplate, saveDraft } from "~/messages/templates/template-store.server";
import { newStep } from "~/flows/editing/new-step";
import { editOf } from "~/flows/editing/flow-edit";
import { loadFlowEmails } from "~/pages/flows/flow-emails.server";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import { listOfferedEmails } from "~/pages/flows/flow-emails.server";
import { previewEmail } from "~/pages/emails/preview-email.server";
import { duplicateFlow } from "~/pages/flows/duplicate-flow.server";
import { loadFlowHistory, restoreFlowVersion } from "~/pages/flows/flow-history.server";
import { saveFlowEdit } from "~/pages/flows/save-flow-edit.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { storedJson } from "~/flows/stored-json";
import { daysAgo, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeRows } from "../../support/store-rows";
import { FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";
import { EXAMPLES } from "../../flows/editing/some-steps";

let database: Database;
let restore: () => Promise<void>;
const { keyring, queue, now, announced } = createTestDeps();

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await storeShopWithFlows(db);
  await db.settings.create({
    data: { shopId: SHOP, brand: { postalAddress: "1 Mill Lane, Bath" }, updatedAt: now() },
  });
  await db.product.create({
    data: {
      shopId: SHOP,
      productId: "501",
      handle: "tray",
      title: "Cedar tray",
      vendor: "",
      productType: "",
      status: "active",
      imageUrl: "https://cdn.kettle.example/tray.png",
      createdAt: daysAgo(9),
      sourceUpdatedAt: daysAgo(9),
      variants: {
        create: {
          variantId: "601",
          position: 1,
          title: "",
          priceMinor: 24_00n,
          availableForSale: true,
        },
      },
    },
  });
  restore = await storeRows(database.db);
});
afterAll(() => database.close());
beforeEach(() => restore());

const save = (version: number, idleMinutes: string) => {
  const edit = editOf(ABANDONED_CHECKOUT, version);
  const trigger = { ...edit.trigger, values: { idleMinutes } };
  return saveFlowEdit(SHOP, FLOW_ID, { ...edit, trigger }, { db: database.db, queue, now });
};

test("saves a change as the next version, and reports a conflict to the second of two savers", async () => {
  expect(await save(1, "90")).toEqual({ kind: "saved", version: 2 });
  expect(await save(1, "120")).toEqual({ kind: "refused", reason: "changed_meanwhile" });
  const flow = await findFlow(database.db, SHOP, FLOW_ID);
  expect(flow).toMatchObject({ version: 2, definition: { trigger: { idleMinutes: 90 } } });
});

test("saves nothing when a change has a problem", async () => {
  const outcome = await save(1, "never");
  expect(outcome.kind === "invalid" && Object.keys(outcome.problems)).toEqual([
    "trigger.idleMinutes",
  ]);
  expect((await findFlow(database.db, SHOP, FLOW_ID))?.version).toBe(1);
});

describe("a new email", () => {
  const TEMPLATE = `${ABANDONED_CHECKOUT.key}/send-1`;
  const saveWith = (version: number, begins: string) => {
    const edit = editOf(ABANDONED_CHECKOUT, version);
    const steps = [...edit.steps, { ...newStep("send", "send-1", EXAMPLES), begins }];
    return saveFlowEdit(SHOP, FLOW_ID, { ...edit, steps }, { db: database.db, queue, now });
  };

  test("starts as a draft of a prebuilt one, only together with the flow that uses it", async () => {
    await save(1, "90");
    expect(await saveWith(1, "welcome/email-2")).toMatchObject({ reason: "changed_meanwhile" });
    expect(await findTemplate(database.db, SHOP, TEMPLATE)).toBeNull();
    expect(await saveWith(2, "no/such-email")).toEqual({
      kind: "invalid",
      problems: { "send-1.begins": { code: "option" } },
    });
    expect(await saveWith(2, "welcome/email-2")).toEqual({ kind: "saved", version: 3 });
    const template = await findTemplate(database.db, SHOP, TEMPLATE);
    expect(template).toMatchObject({ publishedVersion: null });
    expect(template?.draft?.translations.de?.subject).toBe(
      findReadyTemplate("welcome/email-2")?.translations.de?.subject,
    );
    expect(await findEffectiveTemplate(database.db, SHOP, TEMPLATE)).toBeNull();
    const flow = (await findFlow(database.db, SHOP, FLOW_ID))!;
    expect(await loadFlowEmails(database.db, SHOP, flow)).toMatchObject({
      draftSteps: ["send-1"],
      subjects: { "send-1": template?.draft?.subject },
    });
  });

  test.each(FLOW_LIBRARY.map((flow) => [flow.name, flow] as const))(
    "for %s is offered every email of that flow",
    (_name, { trigger, steps }) => {
      const offered = listOfferedEmails(trigger.kind).map(({ templateId }) => templateId);
      const own = steps.flatMap((step) => (step.kind === "send" ? [step.templateId] : []));
      expect(offered).toEqual(expect.arrayContaining(own));
    },
  );

  test("is not offered texts about actions that the recipients did not take", () => {
    const offered = listOfferedEmails("consent_given").map(({ templateId }) => templateId);
    expect(offered).toContain("campaign/story");
    expect(offered).not.toContain("abandoned-checkout/email-1");
  });
});

test("creates the codes of a new discount at once in a live flow", async () => {
  announced.length = 0;
  await database.db.flow.updateMany({ where: { flowId: FLOW_ID }, data: { status: "live" } });
  const { version, definition } = (await findFlow(database.db, SHOP, FLOW_ID))!;
  const edit = editOf(definition, version);
  const coupon = { percentOff: 15, validDays: 3 };
  const steps = edit.steps.map((step) =>
    step.stepId === "email-2" ? { ...step, coupon: discountEditOf(coupon) } : step,
  );
  await saveFlowEdit(SHOP, FLOW_ID, { ...edit, steps }, { db: database.db, queue, now });
  expect(announced).toEqual([{ shopId: SHOP, fact: "codes_wanted" }]);
  const saved = await findFlow(database.db, SHOP, FLOW_ID);
  expect(saved?.definition.steps).toContainEqual(expect.objectContaining({ coupon }));
});

test("cannot save an unknown flow", async () => {
  const edit = editOf(ABANDONED_CHECKOUT, 1);
  const outcome = await saveFlowEdit(SHOP, "no-such-flow", edit, { db: database.db, queue, now });
  expect(outcome).toEqual({ kind: "refused", reason: "not_found" });
});

test("previews an email as it is sent, with the shop's brand and products", async () => {
  const preview = await previewEmail(
    database.db,
    SHOP,
    { templateId: "abandoned-checkout/email-2" },
    { keyring, now },
  );
  if (preview.kind !== "ready") throw new Error(preview.problem);
  expect(preview.html).toContain("Hi Ada");
  expect(preview.html).toContain("Cedar tray");
  expect(preview.html).toContain("1 Mill Lane, Bath");
});

test("previews a discount before it is saved, or none", async () => {
  const shown = async (coupon: CouponRequest | null) => {
    const email = { templateId: "abandoned-checkout/email-3", coupon };
    const preview = await previewEmail(database.db, SHOP, email, { keyring, now });
    if (preview.kind !== "ready") throw new Error(preview.problem);
    return preview.text;
  };
  // NOW is 3 March 2026: two days are over on the 5th, which counts completely.
  expect(await shown({ percentOff: 25, validDays: 2 })).toContain(
    "25% off one order through March\u00a05,\u00a02026",
  );
  expect(await shown(null)).not.toContain("EXAMPLE-CODE");
  expect(await database.db.discount.count()).toBe(0);
});

test("previews a draft while nothing is published, and reports a missing email", async () => {
  const { db } = database;
  const preview = (templateId: string) => previewEmail(db, SHOP, { templateId }, { keyring, now });
  const document = findReadyTemplate("campaign/plain")!;
  await saveDraft(db, SHOP, {
    templateId: "own/draft",
    name: "Mine",
    document,
    baseRevision: 0,
    now: now(),
  });
  expect(await preview("own/draft")).toMatchObject({ kind: "ready" });
  expect(await preview("own/none")).toMatchObject({
    kind: "refused",
    problem: "email_missing",
  });
});

describe("the versions of a flow", () => {
  const deps = () => ({ db: database.db, queue, now });
  const restore1 = () => restoreFlowVersion(SHOP, { flowId: FLOW_ID, version: 1 }, deps());

  test("are listed with what each changed, newest first", async () => {
    await save(1, "90");
    expect(await loadFlowHistory(database.db, SHOP, FLOW_ID)).toMatchObject([
      { version: 2, savedAt: now().toISOString(), changes: [{ kind: "part", part: "trigger" }] },
      { version: 1, changes: null },
    ]);
    expect(await loadFlowHistory(database.db, OTHER_SHOP, FLOW_ID)).toEqual([]);
  });

  test("can be restored as the next version, under the flow's name", async () => {
    await save(1, "90");
    expect(await restore1()).toEqual({ kind: "saved", version: 3 });
    const flow = await findFlow(database.db, SHOP, FLOW_ID);
    expect(flow?.definition).toEqual(ABANDONED_CHECKOUT);
    const missing = { flowId: FLOW_ID, version: 9 };
    expect(await restoreFlowVersion(SHOP, missing, deps())).toEqual({
      ...{ kind: "refused", reason: "not_found" },
    });
  });

  test("are not restored if their segment was deleted", async () => {
    const { db } = database;
    const first = { shopId_flowId_version: { shopId: SHOP, flowId: FLOW_ID, version: 1 } };
    const trigger = { kind: "segment_joined", segmentId: "gone", maxAgeHours: 72 };
    await save(1, "90");
    await db.flowVersion.update({
      where: first,
      data: { definition: storedJson({ ...ABANDONED_CHECKOUT, trigger, exits: [] }) },
    });
    expect(await restore1()).toEqual({ kind: "refused", reason: "segment_missing" });
  });

  test("include the merchant's note", async () => {
    const edit = { ...editOf(ABANDONED_CHECKOUT, 1), note: "  For the sale " };
    await saveFlowEdit(SHOP, FLOW_ID, edit, deps());
    const flow = await findFlow(database.db, SHOP, FLOW_ID);
    expect(flow?.definition.note).toBe("For the sale");
    const long = { ...editOf(flow!.definition, 2), note: "x".repeat(2_001) };
    expect(await saveFlowEdit(SHOP, FLOW_ID, long, deps())).toMatchObject({
      ...{ kind: "invalid", problems: { note: { code: "too_long" } } },
    });
  });
});

describe("a copy of a flow", () => {
  const deps = () => ({ db: database.db, now });

  test("starts turned off, with its own emails as they are sent", async () => {
    const { db } = database;
    const copyId = await duplicateFlow(SHOP, FLOW_ID, deps());
    const copy = await findFlow(db, SHOP, copyId!);
    expect(copy).toMatchObject({ status: "draft", version: 1 });
    expect(copy!.definition.name).toBe("Abandoned checkout copy");
    const emails = await loadFlowEmails(db, SHOP, copy!);
    const source = await findFlow(db, SHOP, FLOW_ID);
    const originals = await loadFlowEmails(db, SHOP, source!);
    expect(emails.subjects).toEqual(originals.subjects);
    expect(emails.draftSteps).toEqual([]);
    const ids = copy!.definition.steps.flatMap((it) => (it.kind === "send" ? it.templateId : []));
    expect(ids).toEqual([1, 2, 3].map((n) => `${copyId}/email-${n}`));
  });

  test("keeps a draft as a draft, and gets a number if its name is taken", async () => {
    const { db } = database;
    const first = await duplicateFlow(SHOP, FLOW_ID, deps());
    const steps = [{ ...newStep("send", "send-new", EXAMPLES), next: "" } as never];
    const flow = await findFlow(db, SHOP, first!);
    await saveFlowEdit(
      SHOP,
      first!,
      { ...editOf(flow!.definition, 1), steps },
      {
        ...{ db, queue, now },
      },
    );
    const second = await duplicateFlow(SHOP, first!, deps());
    const copy = await findFlow(db, SHOP, second!);
    expect((await loadFlowEmails(db, SHOP, copy!)).draftSteps).toEqual(["send-new"]);
    const third = await duplicateFlow(SHOP, FLOW_ID, deps());
    expect((await findFlow(db, SHOP, third!))?.definition.name).toBe("Abandoned checkout copy 2");
  });

  test("is only made of the shop's own flows", async () => {
    expect(await duplicateFlow(OTHER_SHOP, FLOW_ID, deps())).toBeNull();
  });
});
