import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { Condition } from "~/segments/condition";
import { textIn } from "~/i18n/text-in.server";
import { answerSegmentRequest } from "~/pages/segments/answer-request.server";
import { listShopValues, ValueSource } from "~/pages/segments/list-values.server";
import { previewRule } from "~/pages/segments/preview-rule.server";
import { saveSegment } from "~/segments/editing/save-segment.server";
import { loadSegmentPage, loadSegmentsPage } from "~/pages/segments/segment-pages.server";
import { exportMembers } from "~/segments/members/export-members.server";
import { sweepSegmentsJob } from "~/segments/members/sweep-segments.job.server";
import type { RuleNode } from "~/segments/segment";
import { SEGMENT_TEMPLATES } from "~/segments/templates";
import { createShop, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { createOrderRow, createProfile } from "../../support/rows";

let database: Database;
const testDeps = createTestDeps();
const deps = () => ({ ...testDeps, db: database.db });
const subscribed: Condition = { kind: "consent", states: ["subscribed"] };
const ordered: Condition = {
  kind: "did",
  behavior: "ordered",
  window: { kind: "ever" },
  comparison: "at_least",
  times: 1,
};
let [everybody, buyers] = ["", ""];

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const { keyring } = testDeps;
  await createShop(db);
  for (const customerId of ["1", "2", "3"]) await createProfile(db, keyring, { customerId });
  // A name that a spreadsheet would treat as a formula.
  await db.profile.update({
    where: { shopId_profileId: { shopId: SHOP, profileId: "c1" } },
    data: {
      orderCount: 1,
      netSpendMinor: 24_00n,
      sealedContact: keyring.seal(
        JSON.stringify({ email: "customer-1@example.com", firstName: '=HYPERLINK("http://x")' }),
        { table: "profile", column: "sealed_contact", shopId: SHOP, row: "c1" },
      ),
    },
  });
  await createOrderRow(db, { profileId: "c1", placedAt: NOW });
  everybody = await save("Everybody", [subscribed]);
  buyers = await save("Buyers", [subscribed, ordered]);
  while ((await sweepSegmentsJob.run(SHOP, deps(), new AbortController().signal)).more);
});
afterAll(() => database.close());

async function save(name: string, of: RuleNode[]) {
  const outcome = await saveSegment(SHOP, null, { name, rule: { kind: "all", of } }, deps());
  return outcome.kind === "saved" ? outcome.segmentId : "";
}

test("an edited rule is counted with examples, and nothing is stored", async () => {
  const before = await database.db.segmentMember.count();
  const rule = { kind: "none", of: [ordered] };
  expect(await previewRule(SHOP, null, rule, deps())).toMatchObject({
    kind: "counted",
    count: 2,
    examples: [{ customerId: "2", name: "Ada" }, { customerId: "3" }],
  });
  expect(await database.db.segmentMember.count()).toBe(before);
});

test("reports the path of a condition that cannot be parsed", async () => {
  const rule = { kind: "all", of: [subscribed, { kind: "affinity", types: [], share: 0.3 }] };
  expect(await previewRule(SHOP, null, rule, deps())).toEqual({
    kind: "invalid",
    problems: [{ path: [1], code: "empty_choice" }],
  });
});

test("the list has each rule, and the names in it", async () => {
  const { rows, customers, names } = await loadSegmentsPage(database.db, SHOP, NOW);
  expect(customers).toBe(3);
  expect(names.segments).toEqual({ [buyers]: "Buyers", [everybody]: "Everybody" });
  expect(rows.map(({ name, memberCount, rule }) => [name, memberCount, rule?.of])).toEqual([
    ["Buyers", 1, [subscribed, ordered]],
    ["Everybody", 3, [subscribed]],
  ]);
});

test("a segment's page shows its members and its size", async () => {
  const requested = { segmentId: buyers, page: 1, now: NOW };
  const page = await loadSegmentPage(database.db, SHOP, requested, deps());
  expect(page).toMatchObject({
    members: [{ customerId: "1", netSpendMinor: 24_00 }],
    hasNext: false,
    sizes: [{ day: "2026-03-03", memberCount: 1 }],
    dependents: [],
  });
  const none = { ...requested, segmentId: "none" };
  expect(await loadSegmentPage(database.db, SHOP, none, deps())).toBeNull();
});

test("explains membership condition by condition", async () => {
  const ask = (email: string) =>
    answerSegmentRequest(SHOP, buyers, { kind: "explain", email }, deps());
  expect(await ask("customer-2@example.com")).toMatchObject({
    membership: {
      kind: "explained",
      isMember: false,
      rule: {
        kind: "all",
        isMet: false,
        of: [
          { condition: subscribed, isMet: true, known: { kind: "consent", state: "subscribed" } },
          { condition: ordered, isMet: false, known: { kind: "times", count: 0 } },
        ],
      },
    },
  });
  expect(await ask("customer-1@example.com")).toMatchObject({ membership: { isMember: true } });
  expect(await ask("nobody@example.com")).toEqual({
    kind: "membership",
    membership: { kind: "unknown" },
  });
});

test("explains conditions in a none group as met when they do not hold", async () => {
  const others = await save("Others", [subscribed, { kind: "none", of: [ordered] }]);
  const requested = { kind: "explain", email: "customer-2@example.com" };
  expect(await answerSegmentRequest(SHOP, others, requested, deps())).toMatchObject({
    membership: {
      rule: {
        of: [
          { isMet: true, isWanted: true },
          { isMet: true, isWanted: true, of: [{ isMet: false, isWanted: false }] },
        ],
      },
    },
  });
  await answerSegmentRequest(SHOP, others, { kind: "delete" }, deps());
});

test("two segments' overlap is counted", async () => {
  const requested = { kind: "overlap", otherId: everybody };
  expect(await answerSegmentRequest(SHOP, buyers, requested, deps())).toEqual({
    kind: "overlap",
    overlap: { both: 1, onlyFirst: 0, onlySecond: 2 },
  });
});

test("offers the store's own values with their number of customers, cities by their stored key", async () => {
  const { keyring } = testDeps;
  const cityKey = keyring.cityKey(SHOP, "Whitby");
  for (const [profileId, tags] of [
    ["c2", ["VIP", "50%_off"]],
    ["c3", ["VIP"]],
  ] as const) {
    const place = { table: "profile", column: "sealed_contact", shopId: SHOP, row: profileId };
    await database.db.profile.update({
      where: { shopId_profileId: { shopId: SHOP, profileId } },
      data: {
        ...{ tags: [...tags], cityKey, countryCode: "GB" },
        sealedContact: keyring.seal(JSON.stringify({ city: "Whitby", firstName: "Ada" }), place),
      },
    });
  }
  const listed = (of: ValueSource, text = "") =>
    listShopValues(database.db, SHOP, { of, text }, { keyring });
  expect(await listed("tag")).toEqual([
    { value: "VIP", label: null, count: 2 },
    { value: "50%_off", label: null, count: 1 },
  ]);
  expect(await listed("tag", "0%_")).toEqual([{ value: "50%_off", label: null, count: 1 }]);
  expect(await listed("country")).toContainEqual({ value: "GB", label: null, count: 2 });
  const whitby = { value: cityKey, label: "Whitby", count: 2 };
  expect(await listed("city", "hitb")).toEqual([whitby]);
  expect(await listed("city", " WHITBY ")).toEqual([whitby]);
  expect(await listed("city", "York")).toEqual([]);
  const isFromWhitby = { kind: "property", property: "city", values: [cityKey] } as const;
  const rule = { kind: "all", of: [isFromWhitby] };
  expect(await previewRule(SHOP, null, rule, deps())).toMatchObject({ kind: "counted", count: 2 });
  for (const of of ValueSource.options) await listed(of, "a");
});

test("S9: an export has one line per member, and no formulas", async () => {
  const text = textIn("en", "segments");
  const lines: string[] = [];
  for await (const line of exportMembers(database.db, SHOP, buyers, text, deps())) lines.push(line);
  expect(lines[0]).toContain('"Spent after refunds (GBP)"');
  expect(lines.slice(1)).toEqual([
    `"1","'=HYPERLINK(""http://x"")","customer-1@example.com","subscribed","1","24.00",""\r\n`,
  ]);
});

test.each(SEGMENT_TEMPLATES)("the template $key is a valid rule", async (template) => {
  await database.db.prediction.upsert({
    where: { shopId_profileId: { shopId: SHOP, profileId: "c1" } },
    create: {
      ...{ shopId: SHOP, profileId: "c1", computedAt: NOW },
      ...{ modelVersions: {}, grade: "C", detail: {} },
    },
    update: {},
  });
  const outcome = await previewRule(SHOP, null, template.rule, deps());
  expect(outcome.kind).toBe("counted");
});
