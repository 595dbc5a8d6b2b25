import { flattenBlocks, type Block } from "../blocks/block";
import { cleanHtml } from "./clean-html.server";
import { EmailDocument } from "./email-document";

/** Sanitizes the raw markup of a document in every language, so that stored documents are safe. */
export function cleanDocument(document: EmailDocument): EmailDocument {
  const clean = (block: Block): Block => {
    if (block.kind === "html") return { ...block, html: cleanHtml(block.html) };
    if (block.kind !== "columns") return block;
    return { ...block, columns: block.columns.map((column) => column.map(cleanLeaf)) };
  };
  const cleanLeaf = <B extends Block>(block: B): B =>
    block.kind === "html" ? { ...block, html: cleanHtml(block.html) } : block;
  const rawIds = new Set(
    flattenBlocks(document.blocks).flatMap(({ kind, id }) => (kind === "html" ? [id] : [])),
  );
  const translations = Object.fromEntries(
    Object.entries(document.translations).map(([language, translation]) => [
      language,
      {
        ...translation,
        blocks: Object.fromEntries(
          Object.entries(translation.blocks).map(([id, words]) => [
            id,
            rawIds.has(id) && typeof words.html === "string"
              ? { ...words, html: cleanHtml(words.html) }
              : words,
          ]),
        ),
      },
    ]),
  );
  return EmailDocument.parse({ ...document, blocks: document.blocks.map(clean), translations });
}
