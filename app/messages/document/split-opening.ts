import type { Block } from "../blocks/block";
import { piecesOf } from "../blocks/elements/rich-text";

interface SplitBlocks {
  /** The opening, which themes show on their own background; empty if the email begins with something else. */
  readonly opening: readonly Block[];
  readonly rest: readonly Block[];
}

/** A longer text is a letter, not an opening. */
const MAX_CHARS = 700;

/**
 * Splits an email after its opening: the heading and what directly follows it of texts, buttons and a discount code.
 * Conditional variants of the heading belong to it.
 */
export function splitOpening(blocks: readonly Block[]): SplitBlocks {
  const [first] = blocks;
  if (first?.kind !== "heading" || first.size !== "large") return { opening: [], rest: blocks };
  const end = blocks.findIndex((block) => !isOpening(block));
  const count = end === -1 ? blocks.length : end;
  return { opening: blocks.slice(0, count), rest: blocks.slice(count) };
}

function isOpening(block: Block): boolean {
  // The lines of a list are on the card.
  if (block.repeat !== null) return false;
  if (block.kind === "heading") return block.size === "large";
  if (block.kind === "text") return piecesOf(block.text).texts.join("").length <= MAX_CHARS;
  return block.kind === "button" || block.kind === "coupon" || block.kind === "spacer";
}
