import { flattenBlocks, type Block } from "../blocks/block";
import { piecesOf } from "../blocks/elements/rich-text";
import type { LocalEmail } from "./email-document";

/** What a recipient reads of an email, with its merge values. */
export const listTexts = ({ subject, preheader, blocks }: LocalEmail): string[] => [
  subject,
  preheader,
  ...flattenBlocks(blocks).flatMap(textsOf),
];

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
