import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import { answerSubjectRequest } from "~/pages/emails/answer-subject.server";
import { loadSubjectTests } from "~/pages/emails/subject-tests.server";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { emptyTables, FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";

const TEMPLATE = "abandoned-checkout/email-1";
const EMAIL = { flowId: FLOW_ID, stepId: "email-1" };
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const ask = (body: unknown, templateId = TEMPLATE) =>
  answerSubjectRequest(SHOP, templateId, body, { db: database.db, now: () => NOW });
const add = (text: string) => ask({ kind: "add", ...EMAIL, text });
const remove = (variant: string) => ask({ kind: "remove", ...EMAIL, variant });
const tests = (templateId = TEMPLATE) => loadSubjectTests(database.db, SHOP, templateId, NOW);
const lines = async () => (await tests())[0]?.subjects.map(({ text }) => text);
const audited = async () =>
  (await database.db.auditEntry.findMany({ where: { shopId: SHOP } })).map(({ action }) => action);

test("an email of a live flow has its own subject, and those that the merchant adds", async () => {
  expect(await tests()).toMatchObject([
    { ...EMAIL, emailNumber: 1, flowName: ABANDONED_CHECKOUT.name },
  ]);
  expect(await lines()).toEqual([null]);
  expect((await add("  Your basket is still warm ")).error).toBeNull();
  expect(await lines()).toEqual([null, "Your basket is still warm"]);
  expect(await tests("welcome/email-1")).toEqual([]);
  expect(await audited()).toContain("subject_added");
});

test("subjects are refused when they are invalid, duplicates or too many", async () => {
  expect((await add("")).error).toMatchObject({ kind: "invalid" });
  expect((await add("Hi {{ recipient.password }}")).error).toMatchObject({ kind: "invalid" });
  for (const text of ["One", "Two", "Three", "Four"]) expect((await add(text)).error).toBeNull();
  expect((await add("One")).error).toEqual({ kind: "duplicate" });
  expect((await add("Five")).error).toEqual({ kind: "full" });
  expect((await remove("line-2")).error).toBeNull();
  expect(await lines()).toEqual([null, "Two", "Three", "Four"]);
});

test("subjects that come with the email are suggested until they are tested", async () => {
  const suggested = async () => (await tests())[0]?.suggestions.map(({ variant }) => variant) ?? [];
  expect(await suggested()).toEqual(["ready-2", "ready-3", "ready-4", "ready-5"]);
  expect((await ask({ kind: "add_ready", ...EMAIL, variant: "ready-3" })).error).toBeNull();
  expect(await lines()).toEqual([null, "Did something get in the way?"]);
  expect(await suggested()).toEqual(["ready-2", "ready-4", "ready-5"]);
  const again = await ask({ kind: "add_ready", ...EMAIL, variant: "ready-3" });
  expect(again.error).toEqual({ kind: "duplicate" });
  const unknown = await ask({ kind: "add_ready", ...EMAIL, variant: "ready-9" });
  expect(unknown.error).toEqual({ kind: "not_found" });
});

test("removing what is not there changes nothing, and leaves no trace", async () => {
  expect((await remove("line-9")).error).toBeNull();
  expect(await database.db.experiment.count()).toBe(0);
  expect(await audited()).not.toContain("subject_removed");
});

test("an email that a live flow does not send at this step is refused", async () => {
  const other = { kind: "add", ...EMAIL, text: "Hello" };
  expect((await ask(other, "welcome/email-1")).error).toEqual({ kind: "flow_off" });
  expect((await ask(other, "unknown/email-1")).error).toEqual({ kind: "not_found" });
  expect((await ask({ kind: "rename" })).error).toEqual({ kind: "unreadable" });
  expect(await lines()).toEqual([null]);
});
