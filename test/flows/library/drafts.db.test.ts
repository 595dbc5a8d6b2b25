import { afterAll, beforeAll, expect, test } from "vitest";
import { findFlow } from "~/flows/flow-store.server";
import { editOf } from "~/flows/editing/flow-edit";
import { loadEmailPage } from "~/pages/emails/email-page.server";
import { saveFlowEdit } from "~/pages/flows/save-flow-edit.server";
import { newStep } from "~/flows/editing/new-step";
import { EXAMPLES } from "../editing/some-steps";
import { NOW, SHOP } from "../../support/builders";
import { publishDrafts } from "../../support/publish-drafts";
import { storeProfile } from "../../support/stored-rows";
import { openFlowStage, stepsOf, type FlowStage } from "./flow-stage";

let stage: FlowStage;
beforeAll(async () => {
  stage = await openFlowStage();
});
afterAll(() => stage.database.close());

const consents = (customerId: string) =>
  stage.receive(
    "consent_changed",
    { marketingState: "subscribed", optIn: null, changedAt: stage.now() },
    { customerId },
  );

/** A new email, directly after the first one of the welcome flow. */
async function addEmail() {
  const { db } = stage.database;
  const { definition, version } = (await findFlow(db, SHOP, "welcome"))!;
  const edit = editOf(definition, version);
  const first = edit.steps.findIndex(({ stepId }) => stepId === "email-1");
  const added = newStep("send", "send-new", EXAMPLES);
  const next = edit.steps[first + 1]!.stepId;
  const steps = edit.steps.toSpliced(first + 1, 0, { ...added, next } as typeof added);
  const led = steps.map((step) =>
    step.stepId === "email-1" ? { ...step, next: "send-new" } : step,
  ) as typeof steps;
  const outcome = await saveFlowEdit(
    SHOP,
    "welcome",
    { ...edit, steps: led },
    {
      ...stage.deps,
      db,
    },
  );
  expect(outcome).toMatchObject({ kind: "saved" });
}

test("an email added to a live flow is skipped until it is published", async () => {
  const { db } = stage.database;
  await stage.begin("welcome");
  await db.profile.updateMany({ data: { orderCount: 0 } });
  await consents("1");
  await stage.pass(1);
  await addEmail();
  await storeProfile(db, stage.deps.keyring, "2", { orderCount: 0 });
  await consents("2");
  await stage.pass(1);
  expect(await stepsOf(stage)).toEqual(["email-1", "email-1"]);
  expect(await db.messageStatus.findFirst({ where: { stepId: "send-new" } })).toMatchObject({
    ...{ profileId: "c2", state: "skipped", reason: "not_published" },
  });

  await storeProfile(db, stage.deps.keyring, "3", { orderCount: 0 });
  const { usedBy, hasEffective: isSaid } = (await loadEmailPage(db, SHOP, "welcome/send-new"))!;
  expect(isSaid).toBe(false);
  expect(usedBy).toMatchObject([
    {
      flowId: "welcome",
      emailNumber: 2,
      // The first enrollment has a version without it, the second has passed it.
      reach: { people: 2, coming: [], past: 1, without: 1, planned: 0 },
    },
  ]);
  await publishDrafts(db);
  await consents("3");
  await stage.pass(20);
  const sent = await db.messageStatus.findMany({
    where: { state: "sent", sentAt: { gt: NOW } },
    select: { profileId: true, stepId: true },
  });
  expect(sent).toContainEqual({ profileId: "c3", stepId: "send-new" });
  expect(sent.filter(({ stepId }) => stepId === "send-new")).toHaveLength(1);
});
