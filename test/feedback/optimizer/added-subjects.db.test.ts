import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { answerChangesRequest } from "~/pages/changes/answer-changes.server";
import { getChangesPage } from "~/pages/changes/changes-page.server";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { emptyTables, FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const ask = (body: unknown) =>
  answerChangesRequest(SHOP, body, { db: database.db, now: () => NOW });

describe("the subjects that a merchant adds", () => {
  const add = (text: string) =>
    ask({ kind: "add_subject", flowId: FLOW_ID, stepId: "email-1", text });

  test("are refused when they are invalid, duplicates or too many", async () => {
    expect((await add("")).error).toMatchObject({ kind: "invalid" });
    expect((await add("Hi {{ recipient.password }}")).error).toMatchObject({ kind: "invalid" });
    for (const text of ["One", "Two", "Three"]) expect((await add(text)).error).toBeNull();
    expect((await add("One")).error).toEqual({ kind: "duplicate" });
    expect((await add("Four")).error).toEqual({ kind: "full" });
    await ask({ kind: "remove_subject", flowId: FLOW_ID, stepId: "email-1", variant: "line-2" });
    expect(
      (await getChangesPage(database.db, SHOP, NOW)).emails[0]?.subjects.map(({ text }) => text),
    ).toEqual([null, "Two", "Three"]);
  });
});
