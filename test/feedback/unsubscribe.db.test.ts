import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findUnsubscribePage, unsubscribe } from "~/feedback/unsubscribe.server";
import { createShop, NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { createTestDeps } from "../support/deps";
import { createProfile, createSentMessage } from "../support/rows";

let database: Database;
let deps: ReturnType<typeof createTestDeps> & { db: Database["db"] };
let profileId: string;
let email: string;
let token: string;

beforeAll(async () => {
  database = await openTestDatabase();
  await createShop(database.db);
});
afterAll(() => database.close());

beforeEach(async () => {
  deps = { ...createTestDeps(), db: database.db };
  ({ profileId, email } = await createProfile(deps.db, deps.keyring));
  const messageId = await createSentMessage(deps.db, { profileId });
  token = deps.keyring.signLink("unsubscribe", `${SHOP}/${profileId}/${messageId}`);
});

const suppressions = () =>
  deps.db.suppression.findMany({
    where: { shopId: SHOP, emailIndex: deps.keyring.blindIndex(SHOP, email) },
  });
const eventKinds = async () => {
  const rows = await deps.db.event.findMany({
    where: { shopId: SHOP, customerId: profileId.slice(1) },
    orderBy: { seq: "asc" },
  });
  return rows.map(({ kind }) => kind);
};

describe("unsubscribing", () => {
  test("suppresses the address at once and notifies the other stages", async () => {
    expect(await unsubscribe(token, deps)).toMatchObject({ look: { shopName: "Kettle & Co" } });
    expect(await suppressions()).toMatchObject([{ reason: "unsubscribe", createdAt: NOW }]);
    expect(await eventKinds()).toEqual(["email_unsubscribed", "consent_changed"]);
    expect(deps.announced.map(({ fact }) => fact)).toEqual([
      "events_recorded",
      "suppression_recorded",
    ]);
  });

  test("records ten concurrent requests once", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => unsubscribe(token, deps)));
    expect(new Set(answers.map((it) => it?.look?.shopName))).toEqual(new Set(["Kettle & Co"]));
    expect(await suppressions()).toHaveLength(1);
    expect(await eventKinds()).toHaveLength(2);
  });

  test("changes nothing when the page is opened", async () => {
    expect(await findUnsubscribePage(token, deps)).toMatchObject({
      look: { shopName: "Kettle & Co" },
    });
    expect(await suppressions()).toEqual([]);
  });

  test("refuses a link with an invalid signature", async () => {
    expect(await unsubscribe(`${token}x`, deps)).toBeNull();
    expect(await unsubscribe(deps.keyring.signLink("click", "a/b/c"), deps)).toBeNull();
  });
});
