import { flattenBlocks, type Block } from "../blocks/block";
import { piecesOf } from "../blocks/elements/rich-text";
import {
  languagesOf,
  localize,
  type EmailDocument,
  type LocalEmail,
} from "../document/email-document";

/**
 * Whether an email's text names the discount outside of the block with the code. The block is hidden without a code, the
 * text is not: a recipient without a discount would read of one.
 */
export function promisesDiscount({ subject, preheader, blocks }: LocalEmail): boolean {
  const texts = [subject, preheader, ...flattenBlocks(blocks).flatMap(textsOf)];
  return texts.some((text) => NAMED.test(text));
}

/** Whether it does so in any of its languages. */
export const promisesInAnyLanguage = (email: EmailDocument): boolean =>
  languagesOf(email).some((language) => promisesDiscount(localize(email, language)));

/** A merge value of the code, or a percentage below 100: "100% cotton" is no discount. */
const NAMED =
  /\{\{\s*coupon\.|(?<![\d.,])\d{1,2}\s?(%|percent|prozent|pour ?cent|por ?cien|por ?cento|per ?cento|procent)/i;

/** What a recipient reads of a block. */
function textsOf(block: Block): string[] {
  switch (block.kind) {
    case "hero":
      return [block.heading, piecesOf(block.text).texts.join(""), block.buttonLabel, block.alt];
    case "benefits":
      return block.items.flatMap(({ title, text }) => [title, text]);
    case "faq":
      return block.items.flatMap(({ question, answer }) => [question, answer]);
    case "heading":
      return [block.text];
    case "text":
      return [piecesOf(block.text).texts.join("")];
    case "html":
      return [withoutTags(block.html)];
    case "button":
      return [block.label];
    case "image":
      return [block.alt];
    case "reviews":
      return [block.title, ...block.quotes.flatMap(({ text, name }) => [text, name])];
    case "video":
      return [block.label];
    case "signature":
      return [block.name, block.role];
    case "menu":
      return block.items.map(({ label }) => label);
    case "product":
      return [block.buttonLabel];
    case "product-grid":
      return [block.title, block.buttonLabel];
    // Its own code has its own discount.
    case "coupon":
    case "columns":
    case "order-summary":
    case "social":
    case "divider":
    case "spacer":
      return [];
  }
}

/** Styles have percentages too. */
const withoutTags = (html: string) =>
  html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[^>]*>/g, "");
