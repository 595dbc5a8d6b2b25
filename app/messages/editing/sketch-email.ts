import { flattenBlocks, type Block } from "../blocks/block";
import type { EmailDocument } from "../document/email-document";

/** What a small drawing of an email shows, from top to bottom. */
export type SketchPart =
  | "heading"
  | "text"
  | "picture"
  | "button"
  | "grid"
  | "list"
  | "code"
  | "line";

/** More parts would not be visible. */
const MAX_PARTS = 8;

/** The parts of an email that a small drawing shows. */
export function sketchEmail({ blocks }: Pick<EmailDocument, "blocks">): readonly SketchPart[] {
  return flattenBlocks(blocks)
    .flatMap((block) => sketchBlock(block) ?? [])
    .slice(0, MAX_PARTS);
}

/** @returns null for a block that is too small to draw */
function sketchBlock(block: Block): SketchPart | null {
  switch (block.kind) {
    case "heading":
    case "text":
    case "button":
      return block.kind;
    case "image":
    case "hero":
    case "video":
      return "picture";
    case "product-grid":
      return block.columns === 1 ? "list" : "grid";
    case "product":
    case "reviews":
    case "order-summary":
      return "list";
    case "coupon":
      return "code";
    case "divider":
      return "line";
    case "html":
    case "benefits":
    case "faq":
    case "signature":
      return "text";
    case "menu":
    case "social":
    case "spacer":
    case "columns":
      return null;
  }
}
