import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  recordChange,
  redo,
  startHistory,
  undo,
  type EditHistory,
} from "~/components/forms/history";
import { flattenBlocks } from "~/messages/blocks/block";
import { localize, EmailDocument } from "~/messages/document/email-document";
import { placeBeside, placeOf } from "~/messages/editing/block-place";
import { freshId } from "~/messages/editing/copy-block";
import { editEmail, type EmailEdit } from "~/messages/editing/edit-email";
import { columnsIn } from "~/messages/editing/new-block";
import { newTestBlock } from "../../support/new-test-block";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { EVERY_BLOCK } from "../../support/every-block";
import { applyRandomEdit, randomEdits } from "./random-edits";
import { propertyRuns } from "../../support/property-runs";

const WELCOME = findReadyTemplate("welcome/email-1")!;

function edited(document: EmailDocument, edit: EmailEdit): EmailDocument {
  const outcome = editEmail(document, edit);
  if (outcome.kind === "refused") throw new Error(outcome.problem.code);
  return outcome.document;
}
const ids = (document: EmailDocument) => document.blocks.map(({ id }) => id);

describe("any edit of an email", () => {
  test("can be stored and read back unchanged", () => {
    fc.assert(
      fc.property(fc.constantFrom(EVERY_BLOCK, WELCOME), randomEdits, (start, all) => {
        let document = start;
        for (const each of all) {
          const outcome = editEmail(document, applyRandomEdit(each, document));
          if (outcome.kind === "edited") document = outcome.document;
          const stored: unknown = JSON.parse(JSON.stringify(document));
          expect(EmailDocument.parse(stored)).toEqual(document);
        }
      }),
      { numRuns: propertyRuns(60) },
    );
  });

  test("can be undone and redone exactly", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(EVERY_BLOCK, WELCOME),
        randomEdits,
        fc.array(fc.nat(2_000)),
        (start, all, pauses) => {
          let history: EditHistory<EmailDocument> = startHistory(start);
          let atMs = 0;
          for (const [i, each] of all.entries()) {
            const outcome = editEmail(history.present, applyRandomEdit(each, history.present));
            if (outcome.kind === "refused") continue;
            atMs += pauses[i] ?? 0;
            const field = each.does === "set" ? `${each.which}` : null;
            history = recordChange(history, outcome.document, { field, atMs });
          }
          const end = history.present;
          while (history.past.length > 0) history = undo(history);
          expect(history.present).toEqual(start);
          while (history.future.length > 0) history = redo(history);
          expect(history.present).toEqual(end);
        },
      ),
      { numRuns: propertyRuns(60) },
    );
  });

  test("moves blocks without losing or duplicating any", () => {
    fc.assert(
      fc.property(randomEdits, (all) => {
        let document = EVERY_BLOCK;
        for (const each of all) {
          const outcome = editEmail(document, applyRandomEdit({ ...each, does: "move" }, document));
          if (outcome.kind === "edited") document = outcome.document;
        }
        const sorted = (it: EmailDocument) =>
          flattenBlocks(it.blocks)
            .map(({ id }) => id)
            .sort();
        expect(sorted(document)).toEqual(sorted(EVERY_BLOCK));
      }),
      { numRuns: propertyRuns(60) },
    );
  });
});

describe("typing in the editor", () => {
  const typed = (history: EditHistory<EmailDocument>, text: string, atMs: number) =>
    recordChange(
      history,
      edited(history.present, { kind: "set_line", language: "en", field: "subject", text }),
      { field: "subject", atMs },
    );

  test("undoes a word as one change, and separates changes by a pause", () => {
    let history: EditHistory<EmailDocument> = startHistory(WELCOME);
    history = typed(history, "H", 0);
    history = typed(history, "Hi", 300);
    history = typed(history, "Hi you", 5_000);
    expect(undo(history).present.subject).toBe("Hi");
    expect(undo(undo(history)).present).toEqual(WELCOME);
  });

  test("discards the redo history", () => {
    const history = undo(typed(startHistory(WELCOME), "H", 0));
    expect(redo(typed(history, "Y", 9_000)).present.subject).toBe("Y");
  });
});

describe("texts and layout", () => {
  test("change texts only in the edited language", () => {
    const document = edited(WELCOME, {
      kind: "set",
      blockId: "heading",
      language: "de",
      fields: { text: "Servus", size: "small" },
    });
    const heading = (language: "en" | "de" | "fr") =>
      localize(document, language).blocks.find(({ id }) => id === "heading");
    expect(heading("de")).toMatchObject({ text: "Servus", size: "small" });
    expect(heading("en")).toMatchObject({ text: "Welcome in", size: "small" });
    expect(heading("fr")).toMatchObject({ size: "small" });
  });

  test("remove a block's texts together with the block", () => {
    const document = edited(WELCOME, { kind: "remove", blockId: "heading" });
    expect(Object.keys(document.translations.de!.blocks)).not.toContain("heading");
  });

  test("copy the texts of all languages under a new id", () => {
    const document = edited(WELCOME, { kind: "duplicate", blockId: "heading" });
    expect(ids(document).slice(0, 2)).toEqual(["heading", "heading-2"]);
    expect(document.translations.ja!.blocks["heading-2"]).toEqual(
      document.translations.ja!.blocks.heading,
    );
  });

  test("copy columns with new ids for all blocks", () => {
    const document = edited(EVERY_BLOCK, { kind: "duplicate", blockId: "two" });
    const all = flattenBlocks(document.blocks).map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(flattenBlocks(EVERY_BLOCK.blocks).length + 3);
  });

  test("start an added language with the existing texts", () => {
    const start = { ...WELCOME, translations: {} };
    const document = edited(start, { kind: "add_language", language: "fr" });
    expect(localize(document, "fr").blocks).toEqual(WELCOME.blocks);
  });

  test("refuses an invalid address with the reason", () => {
    expect(
      editEmail(WELCOME, {
        kind: "set",
        blockId: "button",
        language: "en",
        fields: { href: "javascript:alert(1)" },
      }),
    ).toEqual({ kind: "refused", problem: { code: "not_https" } });
  });
});

describe("the position of a block", () => {
  test("columns cannot contain columns", () => {
    const within = { blockId: "two", column: 0 };
    const block = newTestBlock("columns", freshId(EVERY_BLOCK, "columns"));
    const into: EmailEdit = { kind: "insert", block, at: { within, index: 0 } };
    expect(editEmail(EVERY_BLOCK, into).kind).toBe("refused");
    const itself: EmailEdit = { kind: "move", blockId: "two", to: { within, index: 0 } };
    expect(editEmail(EVERY_BLOCK, itself).kind).toBe("refused");
  });

  test("moves out of a column past its end, and stays at the end of the email", () => {
    const up = placeBeside(EVERY_BLOCK, "inner", -1)!;
    const document = edited(EVERY_BLOCK, { kind: "move", blockId: "inner", to: up });
    expect(placeOf(document, "inner")!.index).toBe(placeOf(document, "two")!.index - 1);
    expect(placeBeside(EVERY_BLOCK, "h", -1)).toBeNull();
    expect(placeBeside(EVERY_BLOCK, "social", 1)).toBeNull();
  });

  test("keeps every block with fewer columns", () => {
    const [a, b, c] = ["a", "b", "c"].map((id) => newTestBlock("divider", id));
    const columns = { ...newTestBlock("columns", "x"), layout: "thirds", columns: [[a], [b], [c]] };
    const fewer = columnsIn(columns as Parameters<typeof columnsIn>[0], "halves");
    expect(fewer.columns.map((column) => column.map(({ id }) => id))).toEqual([["a"], ["b", "c"]]);
  });
});
