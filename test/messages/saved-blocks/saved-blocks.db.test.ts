import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { EmailDocument } from "~/messages/document/email-document";
import { editEmail } from "~/messages/editing/edit-email";
import { takeContent, type SavedContent } from "~/messages/editing/saved-block";
import { listSavedBlocks } from "~/messages/saved-blocks/saved-block-store.server";
import {
  findTemplate,
  findTemplateVersion,
  publishDraft,
  saveDraft,
} from "~/messages/templates/template-store.server";
import { actOnSavedBlock, SavedBlockAct } from "~/pages/emails/saved-blocks.server";
import { NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { newTestBlock } from "../../support/new-test-block";
import { storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.shop.deleteMany();
  await storeShopWithFlows(database.db);
});

const deps = () => ({ db: database.db, now: () => NOW });
const act = (request: SavedBlockAct, shopId = SHOP) => actOnSavedBlock(shopId, request, deps());

const email = (name: string) =>
  EmailDocument.parse({
    ...{ language: "en", subject: "Hello", preheader: "", theme: {}, translations: {} },
    footer: { id: "footer", kind: "footer", because: "subscribed" },
    blocks: [{ ...newTestBlock("signature", "signature"), name }],
  });
const content = (name: string): SavedContent => takeContent(email(name), "signature")!;

/** A saved signature and a template with a copy of it. */
async function storeCopy(templateId: string, isPublished: boolean): Promise<void> {
  const [saved] = await listSavedBlocks(database.db, SHOP);
  const at = { within: null, index: 0 };
  const outcome = editEmail(email("Grace"), { kind: "insert_saved", saved: saved!, at });
  if (outcome.kind === "refused") throw new Error(outcome.problem.code);
  const { document } = outcome;
  const change = { templateId, name: templateId, document, baseRevision: 0, now: NOW };
  await saveDraft(database.db, SHOP, change);
  if (!isPublished) return;
  await publishDraft(database.db, SHOP, {
    ...{ templateId, draftRevision: 1, document, sha256: "00", now: NOW },
  });
}

async function saveBlock(name = "Signature"): Promise<string> {
  const outcome = await act({ act: "save", name, content: content("Ada") });
  if (outcome.kind !== "saved") throw new Error(outcome.kind);
  return outcome.savedBlockId;
}

const namesIn = (document: EmailDocument | null | undefined) =>
  document?.blocks.map((block) => (block.kind === "signature" ? block.name : block.kind));

test("a change reaches the drafts of all other emails, and no published version", async () => {
  const savedBlockId = await saveBlock();
  await storeCopy("a", false);
  await storeCopy("b", true);
  await storeCopy("origin", false);
  const { db } = database;
  expect(await listSavedBlocks(db, SHOP)).toMatchObject([{ name: "Signature", usedBy: 3 }]);
  const update = { savedBlockId, content: content("Ada King"), templateId: "origin" };
  expect(await act({ act: "update", ...update })).toEqual({ kind: "updated", emails: 2 });
  for (const templateId of ["a", "b"]) {
    const { draft } = (await findTemplate(db, SHOP, templateId))!;
    expect(namesIn(draft)).toEqual(["Ada King", "Grace"]);
  }
  expect((await findTemplate(db, SHOP, "origin"))?.draftRevision).toBe(1);
  const published = await findTemplateVersion(db, SHOP, "b", 1);
  expect(namesIn(published?.document)).toEqual(["Ada", "Grace"]);
  // Again: nothing differs, so no draft is touched.
  expect(await act({ act: "update", ...update })).toEqual({ kind: "updated", emails: 0 });
});

test("an editor that is open on another email notices that its draft changed", async () => {
  const savedBlockId = await saveBlock();
  await storeCopy("a", false);
  await act({ act: "update", savedBlockId, content: content("Ada King"), templateId: "b" });
  const late = { templateId: "a", name: "a", document: email("Late"), baseRevision: 1, now: NOW };
  expect(await saveDraft(database.db, SHOP, late)).toBeNull();
});

test("a deleted block stays in its emails as an ordinary one", async () => {
  const savedBlockId = await saveBlock();
  await storeCopy("a", false);
  expect(await act({ act: "delete", savedBlockId })).toEqual({ kind: "deleted" });
  expect(await listSavedBlocks(database.db, SHOP)).toEqual([]);
  expect(namesIn((await findTemplate(database.db, SHOP, "a"))?.draft)).toEqual(["Ada", "Grace"]);
  const gone = { savedBlockId, content: content("Ada King"), templateId: "b" };
  expect(await act({ act: "update", ...gone })).toEqual({ kind: "not_found" });
});

test("is renamed, found by name, and another shop neither sees nor changes it", async () => {
  const savedBlockId = await saveBlock("Old");
  const rename = { act: "rename", savedBlockId, name: "New" } as const;
  expect(await act(rename, OTHER_SHOP)).toEqual({ kind: "not_found" });
  expect(await act(rename)).toEqual({ kind: "renamed" });
  expect(await listSavedBlocks(database.db, SHOP)).toMatchObject([{ name: "New", usedBy: 0 }]);
  expect(await listSavedBlocks(database.db, OTHER_SHOP)).toEqual([]);
});

test("a shop has at most fifty", async () => {
  for (let i = 0; i < 50; i++) await saveBlock(`Block ${i}`);
  const one = { act: "save", name: "One more", content: content("Ada") } as const;
  expect(await act(one)).toEqual({ kind: "too_many" });
});

test("a name is a line of plain text, and content has a limit", () => {
  const save = { act: "save", name: "Signature", content: content("Ada") };
  expect(SavedBlockAct.safeParse(save).success).toBe(true);
  for (const name of ["", "   ", "two\nlines", "x".repeat(61)]) {
    expect(SavedBlockAct.safeParse({ ...save, name }).success).toBe(false);
  }
  const large = { ...content("Ada"), translations: { de: { a: { name: "x".repeat(60_000) } } } };
  expect(SavedBlockAct.safeParse({ ...save, content: large }).success).toBe(false);
});
