import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EmailDocument } from "~/messages/document/email-document";
import { describeChanges } from "~/messages/editing/describe-changes";
import { editEmail, type EmailEdit } from "~/messages/editing/edit-email";
import { newTestBlock } from "../../support/new-test-block";
import { diffWords } from "~/messages/editing/describe-changes";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";

const WELCOME = findReadyTemplate("welcome/email-1")!;

function after(...edits: readonly EmailEdit[]): EmailDocument {
  return edits.reduce((document, edit) => {
    const outcome = editEmail(document, edit);
    if (outcome.kind === "refused") throw new Error(outcome.problem.code);
    return outcome.document;
  }, WELCOME);
}
const changesOf = (document: EmailDocument) =>
  describeChanges(WELCOME, document).map(({ what, how }) => [
    how,
    what.part === "block" ? what.block.kind : what.part,
  ]);

describe("two versions of an email", () => {
  test("have no differences when they are equal", () => {
    expect(describeChanges(WELCOME, WELCOME)).toEqual([]);
  });

  test("differ by the moved block only, although other blocks shifted", () => {
    const to = { within: null, index: WELCOME.blocks.length - 1 };
    expect(changesOf(after({ kind: "move", blockId: "heading", to }))).toEqual([
      ["moved", "heading"],
    ]);
  });

  test("differ by what was added, removed and changed", () => {
    expect(
      changesOf(
        after(
          {
            kind: "insert",
            block: newTestBlock("divider", "line"),
            at: { within: null, index: 1 },
          },
          { kind: "remove", blockId: "coupon" },
          { kind: "set", blockId: "picks", language: "en", fields: { rows: 2 } },
        ),
      ),
    ).toEqual([
      ["removed", "coupon"],
      ["added", "divider"],
      ["settings", "product-grid"],
    ]);
  });

  test("differ by their texts, in each language, word by word", () => {
    const document = after(
      { kind: "set_line", language: "en", field: "subject", text: "Welcome back to us" },
      { kind: "set", blockId: "heading", language: "de", fields: { text: "Servus" } },
    );
    const changes = describeChanges(WELCOME, document);
    const summary = { is: "text", text: "Servus" };
    expect(changes).toMatchObject([
      { what: { part: "subject" }, how: "reworded", language: null },
      { what: { block: { kind: "heading", summary } }, how: "reworded", language: "de" },
    ]);
    expect(changes[0]!.words).toContainEqual({ kind: "same", text: "Welcome " });
  });
});

test("the old and the new text can both be read from their difference", () => {
  const words = fc.array(fc.constantFrom("tea", "kettle", "the", "\n", "a"), { maxLength: 20 });
  fc.assert(
    fc.property(words, words, (a, b) => {
      const [before, after] = [a.join(" "), b.join(" ")];
      const pieces = diffWords(before, after);
      const without = (gone: string) =>
        pieces.flatMap(({ kind, text }) => (kind === gone ? [] : text)).join("");
      expect(without("added")).toBe(before);
      expect(without("removed")).toBe(after);
    }),
  );
});
