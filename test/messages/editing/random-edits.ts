import fc from "fast-check";
import type { Block, BlockKind } from "~/messages/blocks/block";
import { flattenBlocks } from "~/messages/blocks/block";
import { richText } from "~/messages/blocks/elements/rich-text";
import type { EmailDocument } from "~/messages/document/email-document";
import type { BlockPlace } from "~/messages/editing/block-place";
import { freshId } from "~/messages/editing/copy-block";
import type { EmailEdit } from "~/messages/editing/edit-email";
import { newTestBlock } from "../../support/new-test-block";
import { BLOCK_WORDS } from "~/messages/blocks/block";

const KINDS = Object.keys(BLOCK_WORDS) as BlockKind[];
const LANGUAGES = ["en", "de", "ar"] as const;

/** A random sequence of edits on any email: the numbers choose among its current contents. */
const hand = fc.record({
  does: fc.constantFrom(
    ...(["insert", "move", "remove", "duplicate", "set", "set_line"] as const),
    ...(["set_reason", "set_theme", "add_language", "remove_language"] as const),
  ),
  which: fc.nat(30),
  where: fc.nat(30),
  text: fc.oneof(fc.string({ maxLength: 30 }), fc.constant("{{ recipient.firstName }}")),
  language: fc.constantFrom(...LANGUAGES),
});
type Hand = typeof hand extends fc.Arbitrary<infer T> ? T : never;

export const randomEdits = fc.array(hand, { maxLength: 25 });

/** Applies a random edit. Some are refused: texts with forbidden characters, blocks inside themselves. */
export function applyRandomEdit(
  { does, which, where, text, language }: Hand,
  document: EmailDocument,
): EmailEdit {
  const all = flattenBlocks(document.blocks);
  const block = all[which % Math.max(1, all.length)];
  const blockId = block?.id ?? "gone";
  const at = anyPlace(document, where);
  switch (does) {
    case "insert": {
      const kind = KINDS[which % KINDS.length]!;
      return { kind: "insert", block: newTestBlock(kind, freshId(document, kind)), at };
    }
    case "move":
      return { kind: "move", blockId, to: at };
    case "remove":
    case "duplicate":
      return { kind: does, blockId };
    case "set":
      return { kind: "set", blockId, language, fields: fieldsOf(block, text, where) };
    case "set_line":
      return { kind: "set_line", language, field: which % 2 ? "subject" : "preheader", text };
    case "set_reason":
      return { kind: "set_reason", because: which % 2 ? "order" : "subscribed" };
    case "set_theme":
      return { kind: "set_theme", theme: { accent: which % 2 ? "#123456" : null } };
    case "add_language":
    case "remove_language":
      return { kind: does, language };
  }
}

function anyPlace({ blocks }: EmailDocument, where: number): BlockPlace {
  const holders = flattenBlocks(blocks).filter(({ kind }) => kind === "columns");
  const holder = holders[where % Math.max(1, holders.length * 2)];
  return holder
    ? { within: { blockId: holder.id, column: where % 2 }, index: where % 3 }
    : { within: null, index: where % (blocks.length + 1) };
}

function fieldsOf(block: Block | undefined, text: string, n: number): Record<string, unknown> {
  const when = n % 2 ? { kind: "value", path: "recipient.firstName", is: "present" } : null;
  const own: Partial<Record<BlockKind, Record<string, unknown>>> = {
    heading: { text, size: n % 2 ? "large" : "small" },
    text: { text: richText(text) },
    button: { label: text, href: n % 2 ? "https://kettle.example/a" : text },
    image: { alt: text, widthPx: n * 20 },
    spacer: { heightPx: n * 10 },
  };
  return { when, ...(block && own[block.kind]) };
}
