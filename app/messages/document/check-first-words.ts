import { flattenBlocks, type Block } from "../blocks/block";
import { piecesOf, type RichText } from "../blocks/elements/rich-text";
import type { EmailProblem } from "./check-email";

/** Letters and digits of a short sentence; in Japanese of a longer one. */
const MIN_LETTERS = 20;
const MERGE_VALUE = /\{\{[^{}]*\}\}/g;
const NOT_WRITTEN = /[^\p{L}\p{N}]/gu;

/** Blocks whose texts are links, products or details. */
const OTHER_TEXTS = new Set<Block["kind"]>([
  ...(["benefits", "faq", "html", "menu", "order-summary"] as const),
  ...(["product", "product-grid", "reviews", "signature", "social"] as const),
]);

/**
 * Warns of an email that does not begin with words of the merchant. Inboxes that summarize emails read the first text of the
 * body, neither pictures nor the hidden preview text: with less than a sentence before links or products, the summary is
 * about those.
 */
export function checkFirstWords(blocks: readonly Block[]): readonly EmailProblem[] {
  return hasFirstWords(blocks)
    ? []
    : [{ severity: "warning", blockId: null, field: null, code: "first_words_missing" }];
}

function hasFirstWords(blocks: readonly Block[]): boolean {
  let letters = 0;
  for (const block of flattenBlocks(blocks)) {
    if (OTHER_TEXTS.has(block.kind)) return false;
    letters += wordsOf(block).replace(MERGE_VALUE, "").replace(NOT_WRITTEN, "").length;
    if (letters >= MIN_LETTERS) return true;
  }
  return false;
}

/** The merchant's sentences of a block. */
function wordsOf(block: Block): string {
  if (block.kind === "heading") return block.text;
  if (block.kind === "text") return written(block.text);
  return block.kind === "hero" ? `${block.heading} ${written(block.text)}` : "";
}

const written = (text: RichText) => piecesOf(text).texts.join(" ");
