import { Block, BLOCK_WORDS, flattenBlocks } from "../blocks/block";
import { translateBlocks, type EmailDocument } from "../document/email-document";
import { changeAt, findBlock, placeOf } from "./block-place";
import { freshIds, withIds, withoutWords } from "./copy-block";
import type { SavedBlock } from "./saved-block";

/** A copy for an email, and the email's translations with the copy's. */
interface SavedCopy {
  readonly block: Block;
  readonly translations: EmailDocument["translations"];
}

/**
 * Copies a saved block for an email, in the email's languages; a text that the saved block lacks in one of them is in the
 * email's own or, failing that, in the saved block's language.
 *
 * @param given ids for its blocks, in reading order
 */
export function copySaved(
  document: EmailDocument,
  { savedBlockId, content }: SavedBlock,
  given: readonly string[] = [],
): SavedCopy {
  const newIds = freshIds(document, content.block, given);
  const wordsIn = (language: string) =>
    language === content.language
      ? ownWords(content.block)
      : (content.translations[language] ?? {});
  const [own] = translateBlocks([content.block], wordsIn(document.language));
  const translations = Object.fromEntries(
    Object.entries(document.translations).map(([language, words]) => {
      const copied = Object.entries(wordsIn(language)).flatMap(([id, fields]) => {
        const newId = newIds.get(id);
        return newId === undefined ? [] : [[newId, fields] as const];
      });
      return [language, { ...words, blocks: { ...words.blocks, ...Object.fromEntries(copied) } }];
    }),
  );
  return {
    block: { ...withIds(Block.parse(own), newIds), savedAs: savedBlockId },
    translations,
  };
}

/** The email with a block replaced by a saved one; null if the block is missing or in a column that cannot hold it. */
export function replaceBySaved(
  document: EmailDocument,
  blockId: string,
  saved: SavedBlock,
): EmailDocument | null {
  const current = findBlock(document.blocks, blockId);
  const place = placeOf(document, blockId);
  if (!current || !place) return null;
  if (place.within && saved.content.block.kind === "columns") return null;
  const ids = flattenBlocks([current]).map(({ id }) => id);
  const without = { ...document, translations: withoutWords(document.translations, ids) };
  const { block, translations } = copySaved(without, saved, ids);
  const blocks = changeAt(document.blocks, place.within, (list) =>
    list.map((each) => (each.id === blockId ? block : each)),
  ) as Block[];
  return { ...document, blocks, translations };
}

/** The ids of an email's copies of a saved block. */
export const copiesOf = ({ blocks }: EmailDocument, savedBlockId: string): readonly string[] =>
  flattenBlocks(blocks).flatMap(({ id, savedAs }) => (savedAs === savedBlockId ? [id] : []));

/** Whether a copy has the saved block's content. */
export function isUnchangedCopy(
  document: EmailDocument,
  blockId: string,
  saved: SavedBlock,
): boolean {
  const replaced = replaceBySaved(document, blockId, saved);
  return replaced !== null && inKeyOrder(replaced) === inKeyOrder(document);
}

/** The texts of a block and its children, by id. */
function ownWords(block: Block): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    flattenBlocks([block]).flatMap((each) => {
      const fields = BLOCK_WORDS[each.kind];
      if (fields.length === 0) return [];
      return [
        [each.id, Object.fromEntries(fields.map((field) => [field, Reflect.get(each, field)]))],
      ];
    }),
  );
}

/** JSON that does not depend on the order in which fields were set. */
const inKeyOrder = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
