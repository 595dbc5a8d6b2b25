import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { flattenBlocks, type Block } from "~/messages/blocks/block";
import { localize, EmailDocument } from "~/messages/document/email-document";
import { findBlock } from "~/messages/editing/block-place";
import { editEmail, type EmailEdit } from "~/messages/editing/edit-email";
import { copiesOf, isUnchangedCopy } from "~/messages/editing/copy-saved";
import { takeContent, type SavedBlock } from "~/messages/editing/saved-block";
import { EVERY_BLOCK } from "../../support/every-block";
import { newTestBlock } from "../../support/new-test-block";

const heading = (text: string, id = "heading") => ({ ...newTestBlock("heading", id), text });

/** An email in English with one block; its German words, if any. */
function email(block: Block, german?: Record<string, Record<string, unknown>>): EmailDocument {
  return EmailDocument.parse({
    ...{ language: "en", subject: "Hello", preheader: "", theme: {}, blocks: [block] },
    footer: { id: "footer", kind: "footer", because: "subscribed" },
    translations: german ? { de: { subject: "Hallo", preheader: "", blocks: german } } : {},
  });
}

function saved(document: EmailDocument, blockId: string): SavedBlock {
  const content = takeContent(document, blockId);
  if (!content) throw new Error(`There is no block ${blockId}`);
  return { savedBlockId: "s1", content };
}

function edited(document: EmailDocument, edit: EmailEdit): EmailDocument {
  const outcome = editEmail(document, edit);
  if (outcome.kind === "refused") throw new Error(outcome.problem.code);
  return outcome.document;
}

const TOP = { within: null, index: 0 };
const textsIn = (document: EmailDocument, language: string) =>
  flattenBlocks(localize(document, language).blocks).map((block) =>
    block.kind === "heading" ? block.text : block.kind,
  );

describe("a saved block in another email", () => {
  const source = email(heading("Our promise"), { heading: { text: "Unser Versprechen" } });

  test("is a copy with an id of its own that names the saved block, in both languages", () => {
    const target = email(heading("News"), { heading: { text: "Neues" } });
    const changed = edited(target, {
      kind: "insert_saved",
      saved: saved(source, "heading"),
      at: TOP,
    });
    expect(changed.blocks.map(({ id, savedAs }) => [id, savedAs])).toEqual([
      ["heading-2", "s1"],
      ["heading", undefined],
    ]);
    expect(textsIn(changed, "en")).toEqual(["Our promise", "News"]);
    expect(textsIn(changed, "de")).toEqual(["Unser Versprechen", "Neues"]);
  });

  test("has the texts of an email that is written in another language", () => {
    const german = { ...email(heading("Neues")), language: "de" };
    const changed = edited(german, {
      kind: "insert_saved",
      saved: saved(source, "heading"),
      at: TOP,
    });
    expect(textsIn(changed, "de")).toEqual(["Unser Versprechen", "Neues"]);
  });

  test("changes with the saved block in every language, and keeps its place and id", () => {
    const target = edited(email(heading("News"), { heading: { text: "Neues" } }), {
      ...{ kind: "insert_saved", saved: saved(source, "heading"), at: { within: null, index: 1 } },
    });
    const newer = email(heading("A better promise"), { heading: { text: "Besser" } });
    const changed = edited(target, {
      ...{ kind: "replace_by_saved", blockId: "heading-2", saved: saved(newer, "heading") },
    });
    expect(changed.blocks.map(({ id }) => id)).toEqual(["heading", "heading-2"]);
    expect(textsIn(changed, "en")).toEqual(["News", "A better promise"]);
    expect(textsIn(changed, "de")).toEqual(["Neues", "Besser"]);
  });

  test("becomes an ordinary block when it is detached", () => {
    const target = edited(email(heading("News")), {
      ...{ kind: "insert_saved", saved: saved(source, "heading"), at: TOP },
    });
    const detached = edited(target, {
      ...{ kind: "set", blockId: "heading-2", language: "en", fields: { savedAs: undefined } },
    });
    expect(copiesOf(target, "s1")).toEqual(["heading-2"]);
    expect(copiesOf(detached, "s1")).toEqual([]);
  });

  test("cannot be a section inside a section", () => {
    const section: Block = { ...newTestBlock("columns", "section"), columns: [[heading("In it")]] };
    const edit: EmailEdit = {
      ...{ kind: "replace_by_saved", blockId: "heading", saved: saved(email(section), "section") },
    };
    expect(editEmail(email(section), edit)).toMatchObject({ kind: "refused" });
  });
});

test("every kind of block stays the same when it is saved and put back, and differs once it is edited", () => {
  const ids = flattenBlocks(EVERY_BLOCK.blocks).map(({ id }) => id);
  fc.assert(
    fc.property(fc.constantFrom(...ids), (blockId) => {
      const linked = edited(EVERY_BLOCK, {
        ...{ kind: "set", blockId, language: "en", fields: { savedAs: "s1" } },
      });
      const block = saved(linked, blockId);
      expect(isUnchangedCopy(linked, blockId, block)).toBe(true);
      const again = edited(linked, { kind: "replace_by_saved", blockId, saved: block });
      expect(isUnchangedCopy(again, blockId, block)).toBe(true);
      const when = { kind: "value", path: "coupon.code", is: "present" };
      const other = edited(linked, {
        ...{ kind: "set", blockId, language: "en", fields: { when } },
      });
      expect(isUnchangedCopy(other, blockId, block)).toBe(false);
    }),
  );
});

test("a copy with more or fewer blocks has unused ids, and leaves no words behind", () => {
  const section = (...inside: ReturnType<typeof heading>[]): Block => ({
    ...{ ...newTestBlock("columns", "section"), layout: "one" },
    columns: [inside],
  });
  const small = email(section(heading("One")));
  const large = email(section(heading("One"), heading("Two", "heading-2")), {
    "heading-2": { text: "Zwei" },
  });
  const target = edited(email(heading("News"), {}), {
    ...{ kind: "insert_saved", saved: saved(large, "section"), at: TOP },
  });
  expect(textsIn(target, "de")).toEqual(["columns", "One", "Zwei", "News"]);
  const [blockId = ""] = copiesOf(target, "s1");
  const shrunk = edited(target, {
    ...{ kind: "replace_by_saved", blockId, saved: saved(small, "section") },
  });
  expect(textsIn(shrunk, "de")).toEqual(["columns", "One", "News"]);
  expect(findBlock(shrunk.blocks, blockId)?.savedAs).toBe("s1");
  expect(JSON.stringify(shrunk.translations)).not.toContain("Zwei");
  const grown = edited(shrunk, {
    ...{ kind: "replace_by_saved", blockId, saved: saved(large, "section") },
  });
  expect(textsIn(grown, "de")).toEqual(["columns", "One", "Zwei", "News"]);
});
