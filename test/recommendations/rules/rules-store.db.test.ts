import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findRules, loadCollections, saveRules } from "~/recommendations/rules/rules-store.server";
import type { Rule } from "~/recommendations/rules/rule";
import { createShop, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";

const RULE: Rule = {
  action: { kind: "exclude" },
  target: { kind: "vendor", vendor: "Acme" },
  lists: ["goes_with"],
};
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  for (const shopId of [SHOP, OTHER_SHOP]) await createShop(database.db, shopId);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.settings.deleteMany();
  await database.db.auditEntry.deleteMany();
});

const save = (version: number, rules: unknown, shopId = SHOP) =>
  saveRules(shopId, { version, rules }, { db: database.db, now: () => NOW });

test("a shop without saved rules has none", async () => {
  expect(await findRules(database.db, SHOP)).toEqual({ rules: [], version: 0 });
});

test("saved rules apply in this shop only, and the audit keeps the previous ones", async () => {
  expect(await save(0, [RULE])).toEqual({ kind: "saved", version: 1 });
  expect(await save(1, [])).toEqual({ kind: "saved", version: 2 });
  expect(await findRules(database.db, SHOP)).toEqual({ rules: [], version: 2 });
  expect(await findRules(database.db, OTHER_SHOP)).toEqual({ rules: [], version: 0 });
  const entries = await database.db.auditEntry.findMany({ orderBy: { auditId: "asc" } });
  expect(entries).toMatchObject([
    { shopId: SHOP, action: "recommendation_rules_saved", detail: { before: [], after: [RULE] } },
    { detail: { version: 2, before: [RULE], after: [] } },
  ]);
});

test("only the first of two editors of the same version saves", async () => {
  await save(0, [RULE]);
  for (const version of [0, 2, 7]) {
    expect(await save(version, [])).toEqual({ kind: "refused", reason: "changed_meanwhile" });
  }
  expect((await findRules(database.db, SHOP)).rules).toEqual([RULE]);
  expect(await save(3, [RULE], OTHER_SHOP)).toMatchObject({ kind: "refused" });
});

test("rules do not change the version of other settings", async () => {
  await database.db.settings.create({
    data: { shopId: SHOP, brand: { shopName: "Kettle & Co" }, version: 4, updatedAt: NOW },
  });
  await save(0, [RULE]);
  const row = await database.db.settings.findUnique({ where: { shopId: SHOP } });
  expect(row).toMatchObject({ version: 4, brand: { shopName: "Kettle & Co" } });
});

test("an invalid rule is refused with its position", async () => {
  const pin = { ...RULE, action: { kind: "pin" } };
  expect(await save(0, [RULE, pin])).toMatchObject({
    kind: "invalid",
    problems: [
      { place: 1, kind: "several_pinned" },
      { place: 1, kind: "duplicate", rule: 1 },
    ],
  });
  expect(await save(0, "rules")).toMatchObject({
    kind: "invalid",
    problems: [{ place: null, kind: "invalid" }],
  });
  const many = Array.from({ length: 101 }, (_, n) => ({
    ...RULE,
    target: { kind: "product", productId: String(n) },
  }));
  expect(await save(0, many)).toMatchObject({
    problems: [{ place: null, kind: "too_many", max: 100 }],
  });
});

test("a rule of a collection resolves its members, except of a deleted one", async () => {
  const collection = { shopId: SHOP, handle: "h", title: "T", sourceUpdatedAt: NOW };
  await database.db.collection.createMany({
    data: [
      { ...collection, collectionId: "7", productIds: ["1", "2"] },
      { ...collection, collectionId: "8", productIds: ["3"], deletedAt: NOW },
    ],
  });
  const rules = ["7", "8"].map((collectionId): Rule => ({
    ...RULE,
    target: { kind: "collection", collectionId },
  }));
  expect(await loadCollections(database.db, SHOP, rules)).toEqual(
    new Map([["7", new Set(["1", "2"])]]),
  );
});
