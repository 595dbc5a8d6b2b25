import type { MessageVariants } from "~/experiments/optimization/draw-message-variants.server";
import type { RecommendationList } from "~/recommendations/recommendation";
import type { InboxTexts } from "../ready/ready-texts.server";
import { flattenBlocks, type Block } from "../blocks/block";
import { getProductSource } from "../document/product-slots";
import type { EmailDocument } from "../document/email-document";

/**
 * Applies a recipient's variants to an email. A subject of the merchant replaces the one in the email's own language;
 * translations stay. A ready subject replaces those of all languages, with their preview texts. A list replaces that of each recommendation block. Products first: they follow the
 * heading, and the text comes below.
 *
 * @param ready language → texts of a ready subject; null if the subject is not one
 */
export function applyVariants(
  document: EmailDocument,
  { subject, list, productsFirst }: MessageVariants,
  ready: ReadonlyMap<string, InboxTexts> | null = null,
): EmailDocument {
  const withList = <B extends Block>(block: B): B => {
    if (list === null || getProductSource(block)?.kind !== "list") return block;
    const source = { kind: "list", list } as const;
    return block.kind === "hero"
      ? { ...block, picture: { kind: "product", source } }
      : { ...block, source };
  };
  const withLists = (block: Block): Block =>
    block.kind === "columns"
      ? { ...block, columns: block.columns.map((column) => column.map(withList)) }
      : withList(block);
  const translations = Object.entries(document.translations).map(
    ([language, words]) => [language, { ...words, ...ready?.get(language) }] as const,
  );
  return {
    ...document,
    subject: subject ?? document.subject,
    ...ready?.get(document.language),
    translations: Object.fromEntries(translations),
    blocks: (productsFirst ? putProductsFirst(document.blocks) : document.blocks).map(withLists),
  };
}

/** The email's first recommendation list; null if it has none. */
export function findRecommendationList({ blocks }: EmailDocument): RecommendationList | null {
  for (const block of flattenBlocks(blocks)) {
    const source = getProductSource(block);
    if (source?.kind === "list") return source.list;
  }
  return null;
}

/** Whether the other layout would differ: recommended products come below some text. */
export function canPutProductsFirst({ blocks }: EmailDocument): boolean {
  return putProductsFirst(blocks) !== blocks;
}

/** @returns the same list if nothing moves */
function putProductsFirst(blocks: readonly Block[]): readonly Block[] {
  const from = blocks.findIndex(showsProducts);
  const to = blocks.findIndex(({ kind }) => kind === "heading") + 1;
  const between = from < 0 ? [] : blocks.slice(to, from);
  const moved = blocks[from];
  if (!moved || !between.some(({ kind }) => kind === "text")) return blocks;
  return [...blocks.slice(0, to), moved, ...between, ...blocks.slice(from + 1)];
}

function showsProducts(block: Block): boolean {
  if (block.kind === "columns") return false;
  return (
    (block.kind === "product" || block.kind === "product-grid") && block.source.kind === "list"
  );
}
