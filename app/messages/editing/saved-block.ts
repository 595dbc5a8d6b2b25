import { z } from "zod";
import { Block, flattenBlocks } from "../blocks/block";
import { BlockId, mergeLine, type SavedBlockId } from "../blocks/elements/block-base";
import type { EmailDocument } from "../document/email-document";
import { EmailLanguage } from "../document/languages";
import { findBlock } from "./block-place";
import { changeEach } from "./copy-block";

/** Size of the JSON with all languages. */
const MAX_CONTENT_CHARS = 50_000;

export const SavedBlockName = mergeLine(60).trim().min(1);

/** A block as it was saved, with its texts in all languages of the email that it was saved from. */
export const SavedContent = z
  .strictObject({
    /** Language of the block's own texts. */
    language: EmailLanguage,
    block: Block,
    /** Language → block id → the fields in `BLOCK_WORDS`. */
    translations: z.record(EmailLanguage, z.record(BlockId, z.record(z.string(), z.unknown()))),
  })
  .refine((content) => JSON.stringify(content).length <= MAX_CONTENT_CHARS);
export type SavedContent = z.infer<typeof SavedContent>;

/** A block that several emails show. Each of them has a copy that names it (`savedAs`). */
export interface SavedBlock {
  readonly savedBlockId: SavedBlockId;
  readonly content: SavedContent;
}

/** A saved block in a list. */
export interface SavedBlockRow extends SavedBlock {
  readonly name: string;
  /** Number of emails with a copy. */
  readonly usedBy: number;
}

/** A block of an email as it would be saved; null if it is missing. */
export function takeContent(
  { language, blocks, translations }: EmailDocument,
  blockId: string,
): SavedContent | null {
  const block = findBlock(blocks, blockId);
  if (!block) return null;
  const ids = flattenBlocks([block]).map(({ id }) => id);
  return {
    language,
    block: changeEach(block, (each) => ({ ...each, savedAs: undefined })),
    translations: Object.fromEntries(
      Object.entries(translations).map(([other, words]) => [
        other,
        Object.fromEntries(Object.entries(words.blocks).filter(([id]) => ids.includes(id))),
      ]),
    ),
  };
}
