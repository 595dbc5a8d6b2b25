import { BLOCK_WORDS, flattenBlocks, type Block } from "../blocks/block";
import type { EmailReason } from "../blocks/kinds/footer";
import type { EmailLanguage } from "../document/languages";
import { EmailDocument } from "../document/email-document";
import { readSchemaProblem, type DocumentRefusal } from "../document/schema-problem";
import type { ThemeOverrides } from "../theme/theme-overrides";
import { copySaved, replaceBySaved } from "./copy-saved";
import type { SavedBlock } from "./saved-block";
import { changeAt, findBlock, placeOf, type BlockPlace } from "./block-place";
import { freshIds, withIds, withoutWords } from "./copy-block";

/** An edit of an email. */
export type EmailEdit =
  | { readonly kind: "insert"; readonly block: Block; readonly at: BlockPlace }
  /** @property to target position, counted without the block */
  | { readonly kind: "move"; readonly blockId: string; readonly to: BlockPlace }
  | { readonly kind: "remove"; readonly blockId: string }
  | { readonly kind: "duplicate"; readonly blockId: string }
  | { readonly kind: "insert_saved"; readonly saved: SavedBlock; readonly at: BlockPlace }
  | { readonly kind: "replace_by_saved"; readonly blockId: string; readonly saved: SavedBlock }
  /** Texts go into this language, other fields into the block. */
  | {
      readonly kind: "set";
      readonly blockId: string;
      readonly language: EmailLanguage;
      readonly fields: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: "set_line";
      readonly language: EmailLanguage;
      readonly field: "subject" | "preheader";
      readonly text: string;
    }
  | { readonly kind: "set_reason"; readonly because: EmailReason }
  | { readonly kind: "set_theme"; readonly theme: Partial<ThemeOverrides> }
  | { readonly kind: "add_language"; readonly language: EmailLanguage }
  | { readonly kind: "remove_language"; readonly language: EmailLanguage }
  /** Replaces the document by an older version or the original. */
  | { readonly kind: "replace"; readonly document: EmailDocument };

export type EditOutcome =
  | { readonly kind: "edited"; readonly document: EmailDocument }
  /** The document is unchanged. */
  | { readonly kind: "refused"; readonly problem: DocumentRefusal };

/** Applies an edit. The result is always valid: an edit that would make it invalid is refused. */
export function editEmail(document: EmailDocument, edit: EmailEdit): EditOutcome {
  const candidate = apply(document, edit);
  if (candidate === null) return { kind: "refused", problem: { code: "place_missing" } };
  const parsed = EmailDocument.safeParse(candidate);
  if (parsed.success) return { kind: "edited", document: parsed.data };
  return { kind: "refused", problem: readSchemaProblem(parsed.error) };
}

/** @returns a candidate document, or null if the block is missing */
function apply(document: EmailDocument, edit: EmailEdit): unknown {
  const { blocks, translations } = document;
  switch (edit.kind) {
    case "insert":
      return withBlocks(document, insertAt(blocks, edit.block, edit.at));
    case "move": {
      const block = findBlock(blocks, edit.blockId);
      const from = placeOf(document, edit.blockId);
      if (!block || !from) return null;
      const without = changeAt(blocks, from.within, (list) => withoutBlock(list, block));
      return withBlocks(document, insertAt(without as Block[], block, edit.to));
    }
    case "remove": {
      const block = findBlock(blocks, edit.blockId);
      const from = placeOf(document, edit.blockId);
      if (!block || !from) return null;
      return {
        ...document,
        blocks: changeAt(blocks, from.within, (list) => withoutBlock(list, block)),
        translations: withoutWords(
          translations,
          flattenBlocks([block]).map(({ id }) => id),
        ),
      };
    }
    case "duplicate":
      return duplicate(document, edit.blockId);
    case "insert_saved": {
      const { block, translations: words } = copySaved(document, edit.saved);
      return withBlocks({ ...document, translations: words }, insertAt(blocks, block, edit.at));
    }
    case "replace_by_saved":
      return replaceBySaved(document, edit.blockId, edit.saved);
    case "set":
      return set(document, edit);
    case "set_line": {
      const { language, field, text } = edit;
      if (language === document.language) return { ...document, [field]: text };
      const words = translations[language];
      if (!words) return null;
      return {
        ...document,
        translations: { ...translations, [language]: { ...words, [field]: text } },
      };
    }
    case "set_reason":
      return { ...document, footer: { ...document.footer, because: edit.because } };
    case "set_theme":
      return { ...document, theme: { ...document.theme, ...edit.theme } };
    case "add_language": {
      if (edit.language === document.language || translations[edit.language]) return document;
      const { subject, preheader } = document;
      const words = { subject, preheader, blocks: {} };
      return { ...document, translations: { ...translations, [edit.language]: words } };
    }
    case "remove_language":
      return {
        ...document,
        translations: Object.fromEntries(
          Object.entries(translations).filter(([language]) => language !== edit.language),
        ),
      };
    case "replace":
      return edit.document;
  }
}

const withoutBlock = (list: readonly Block[], block: Block) =>
  list.filter(({ id }) => id !== block.id);

const withBlocks = (document: EmailDocument, blocks: unknown[] | null) =>
  blocks && { ...document, blocks };

/** @returns null for an invalid position, such as inside the block itself */
function insertAt(
  blocks: readonly Block[],
  block: Block,
  { within, index }: BlockPlace,
): unknown[] | null {
  const holder = within && findBlock(blocks, within.blockId);
  const isPlace = !within || (holder?.kind === "columns" && within.column in holder.columns);
  if (!isPlace) return null;
  return changeAt(blocks, within, (list) => [...list.slice(0, index), block, ...list.slice(index)]);
}

/** Duplicates a block below itself, with translations. */
function duplicate(document: EmailDocument, blockId: string): unknown {
  const place = placeOf(document, blockId);
  const original = findBlock(document.blocks, blockId);
  if (!place || !original) return null;
  const newIds = freshIds(document, original);
  const copy = withIds(original, newIds);
  const translations = Object.fromEntries(
    Object.entries(document.translations).map(([language, words]) => {
      const copies = [...newIds].flatMap(([id, fresh]) =>
        words.blocks[id] ? [[fresh, words.blocks[id]] as const] : [],
      );
      return [language, { ...words, blocks: { ...words.blocks, ...Object.fromEntries(copies) } }];
    }),
  );
  const at = { ...place, index: place.index + 1 };
  return withBlocks({ ...document, translations }, insertAt(document.blocks, copy, at));
}

function set(
  document: EmailDocument,
  { blockId, language, fields }: Extract<EmailEdit, { kind: "set" }>,
): unknown {
  const block = findBlock(document.blocks, blockId);
  const place = placeOf(document, blockId);
  if (!block || !place) return null;
  const isWord = (field: string) =>
    language !== document.language && BLOCK_WORDS[block.kind].includes(field);
  const own = Object.entries(fields).filter(([field]) => !isWord(field));
  const words = Object.entries(fields).filter(([field]) => isWord(field));
  const changed = { ...block, ...Object.fromEntries(own) };
  const blocks = changeAt(document.blocks, place.within, (list) =>
    list.map((each) => (each.id === blockId ? changed : each)),
  );
  if (words.length === 0) return { ...document, blocks };
  const translation = document.translations[language];
  if (!translation) return null;
  const translated = { ...translation.blocks[blockId], ...Object.fromEntries(words) };
  return {
    ...document,
    blocks,
    translations: {
      ...document.translations,
      [language]: { ...translation, blocks: { ...translation.blocks, [blockId]: translated } },
    },
  };
}
