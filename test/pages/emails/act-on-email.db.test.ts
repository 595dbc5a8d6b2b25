import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import type { EmailDocument } from "~/messages/document/email-document";
import { actOnEmail, type EmailAct } from "~/pages/emails/act-on-email.server";
import { listEmails } from "~/pages/emails/email-list.server";
import { loadEmailPage, findEmailVersion } from "~/pages/emails/email-page.server";
import { newTestBlock } from "../../support/new-test-block";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await db.messageKey.deleteMany();
  await db.shop.deleteMany();
  await storeShopWithFlows(db);
  await db.settings.create({
    data: {
      shopId: SHOP,
      brand: { postalAddress: "1 Mill Lane, Bath BA1 1AA, United Kingdom" },
      sending: {},
      updatedAt: NOW,
    },
  });
});

const TEMPLATE = "campaign/story";
const READY = findReadyTemplate(TEMPLATE)!;
const act = (requested: EmailAct, templateId = TEMPLATE) =>
  actOnEmail(SHOP, templateId, requested, {
    ...createTestDeps(),
    db: database.db,
    compile: compileTemplate,
  });
const save = (revision: number, document: EmailDocument) =>
  act({ act: "save", revision, document });
const publish = (revision: number) => act({ act: "publish", revision });
const page = async () => (await loadEmailPage(database.db, SHOP, TEMPLATE))!;

describe("an edited email", () => {
  test("opens with its published content, then with its draft, and is sent unchanged until publishing", async () => {
    expect(await page()).toMatchObject({ document: READY, effective: READY, draftRevision: 0 });
    expect(await save(0, { ...READY, subject: "Mine" })).toEqual({ kind: "saved", revision: 1 });
    const edited = await page();
    expect([edited.document.subject, edited.effective.subject]).toEqual(["Mine", READY.subject]);
    expect(await publish(1)).toEqual({ kind: "published", version: 1, revision: 2 });
    expect(await page()).toMatchObject({ effective: { subject: "Mine" }, draftRevision: 2 });
    expect(await save(2, { ...READY, subject: "Newer" })).toEqual({ kind: "saved", revision: 3 });
  });

  test("in two tabs: the second save sees the first one's change, and may overwrite it", async () => {
    await save(0, { ...READY, subject: "One tab" });
    expect(await save(0, { ...READY, subject: "Another tab" })).toEqual({
      kind: "changed_meanwhile",
      revision: 1,
    });
    expect((await page()).document.subject).toBe("One tab");
    expect(await publish(0)).toEqual({ kind: "changed_meanwhile", revision: 1 });
    expect(await save(1, { ...READY, subject: "Another tab" })).toMatchObject({ kind: "saved" });
  });

  test("keeps no forbidden markup", async () => {
    const html = {
      ...newTestBlock("html", "raw"),
      html: "<p onclick='x()'>Hi<script>x()</script></p>",
    };
    const blocks = [...READY.blocks, html as EmailDocument["blocks"][number]];
    await save(0, { ...READY, blocks });
    expect((await page()).document.blocks.at(-1)).toMatchObject({ html: "<p>Hi</p>" });
  });

  test("is published only without problems, and lists them", async () => {
    await save(0, { ...READY, subject: "" });
    expect(await publish(1)).toEqual({
      kind: "refused",
      problems: [{ code: "subject_missing" }],
    });
    await database.db.settings.deleteMany();
    expect(await publish(1)).toMatchObject({ kind: "refused" });
    expect((await page()).publishedVersion).toBeNull();
  });

  test("cannot be created when no shop has it", async () => {
    const requested: EmailAct = { act: "save", revision: 0, document: READY };
    expect(await act(requested, "campaign/none")).toEqual({ kind: "not_found" });
    expect(await database.db.template.count()).toBe(0);
  });
});

describe("versions", () => {
  test("describe each change, and can all be read again, including the first one", async () => {
    await save(0, { ...READY, subject: "First" });
    await publish(1);
    await save(2, { ...READY, subject: "Second" });
    await publish(3);
    const { versions } = await page();
    expect(
      versions.map(({ version, changes }) => [version, changes.map(({ what }) => what.part)]),
    ).toEqual([
      [2, ["subject"]],
      [1, ["subject"]],
    ]);
    const read = (version: number) => findEmailVersion(database.db, SHOP, TEMPLATE, version);
    expect((await read(1))?.subject).toBe("First");
    expect(await read(0)).toEqual(READY);
    for (const none of [9, -1, 1.5, Number.NaN, 1e12]) expect(await read(none)).toBeNull();
  });
});

describe("the list of emails", () => {
  const rowOf = async (shopId = SHOP) =>
    (await listEmails(database.db, shopId))
      .flatMap(({ rows }) => rows)
      .find(({ templateId }) => templateId === TEMPLATE);

  test("shows unpublished changes and the shop's own emails", async () => {
    expect(await rowOf()).toMatchObject({ state: "ready", name: "Letter" });
    await save(0, { ...READY, subject: "Mine" });
    expect(await rowOf()).toMatchObject({ state: "draft", subject: "Mine" });
    await publish(1);
    expect(await rowOf()).toMatchObject({ state: "published", subject: "Mine" });
  });

  test("belongs to one shop", async () => {
    await storeShopWithFlows(database.db, OTHER_SHOP);
    await save(0, { ...READY, subject: "Mine" });
    expect(await rowOf(OTHER_SHOP)).toMatchObject({ state: "ready", subject: READY.subject });
    expect((await loadEmailPage(database.db, OTHER_SHOP, TEMPLATE))?.document).toEqual(READY);
  });
});
