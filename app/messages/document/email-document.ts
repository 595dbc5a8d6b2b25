import { z } from "zod";
import { BlockId, mergeLine } from "../blocks/elements/block-base";
import { Block, BLOCK_WORDS, flattenBlocks } from "../blocks/block";
import { FooterBlock } from "../blocks/kinds/footer";
import { schemaMessage } from "../schema-message";
import { ThemeOverrides } from "../theme/theme-overrides";
import { readSchemaProblem } from "./schema-problem";
import { EmailLanguage } from "./languages";

/** Size of the JSON with all languages. */
const MAX_DOCUMENT_CHARS = 200_000;
const MAX_BLOCKS = 100;

export const Subject = mergeLine(150);
const Preheader = mergeLine(150);

/** A translation: block id → the fields in `BLOCK_WORDS`. */
const Translation = z.strictObject({
  subject: Subject,
  preheader: Preheader,
  blocks: z.record(BlockId, z.record(z.string(), z.unknown())),
});

/**
 * An email document: edited, stored and compiled. Layout and settings exist once; translations contain only
 * texts.
 */
export const EmailDocument = z
  .strictObject({
    /** Language of `blocks`. */
    language: EmailLanguage,
    subject: Subject,
    /** Preview text after the subject in the inbox. */
    preheader: Preheader,
    blocks: z.array(Block).max(MAX_BLOCKS),
    footer: FooterBlock,
    theme: ThemeOverrides,
    translations: z.record(EmailLanguage, Translation),
  })
  .superRefine((document, context) => {
    const issue = (message: string, path: (string | number)[], params = {}) =>
      context.addIssue({ code: "custom", message, path, params });
    if (JSON.stringify(document).length > MAX_DOCUMENT_CHARS) {
      issue(schemaMessage("email_too_long"), []);
    }
    const ids = flattenBlocks(document.blocks).map(({ id }) => id);
    const known = new Set([...ids, document.footer.id]);
    if (ids.length > MAX_BLOCKS)
      issue(schemaMessage("too_many_blocks"), ["blocks"], { max: MAX_BLOCKS });
    if (known.size <= ids.length) issue(schemaMessage("invalid"), ["blocks"]);
    for (const language of Object.keys(document.translations)) {
      const translated = Block.array().safeParse(wordedBlocks(document, language));
      if (translated.success) continue;
      const { code, values } = readSchemaProblem(translated.error);
      issue(code, ["translations", language], values);
    }
  });
export type EmailDocument = z.infer<typeof EmailDocument>;

/** An email in one language, ready to compile. */
export interface LocalEmail {
  readonly language: EmailLanguage;
  readonly subject: string;
  readonly preheader: string;
  readonly blocks: readonly Block[];
  readonly footer: FooterBlock;
  readonly theme: ThemeOverrides;
}

/** The email in a language; untranslated texts stay in its own language. */
export function localize(document: EmailDocument, language: EmailLanguage): LocalEmail {
  const { footer, theme } = document;
  const translation = document.translations[language];
  if (!translation) {
    const { subject, preheader, blocks } = document;
    return { language: document.language, subject, preheader, blocks, footer, theme };
  }
  const blocks = Block.array().parse(wordedBlocks(document, language));
  const { subject, preheader } = translation;
  return { language, subject, preheader, blocks, footer, theme };
}

/** Languages of an email, its own first. */
export function languagesOf(document: EmailDocument): readonly EmailLanguage[] {
  const others = Object.keys(document.translations).toSorted();
  return [document.language, ...others.filter((language) => language !== document.language)];
}

const wordedBlocks = (
  { blocks, translations }: Pick<EmailDocument, "blocks" | "translations">,
  language: EmailLanguage,
) => translateBlocks(blocks, translations[language]?.blocks ?? {});

/**
 * Blocks with these texts instead of their own, not yet validated.
 *
 * @param words block id → the fields in `BLOCK_WORDS`; other fields are ignored
 */
export function translateBlocks(
  blocks: readonly Block[],
  words: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): unknown[] {
  const translate = (block: Block): unknown => {
    const own = words[block.id] ?? {};
    const wanted = BLOCK_WORDS[block.kind].filter((field) => Object.hasOwn(own, field));
    const translated = Object.fromEntries(wanted.map((field) => [field, own[field]]));
    return block.kind === "columns"
      ? { ...block, columns: block.columns.map((column) => column.map(translate)) }
      : { ...block, ...translated };
  };
  return blocks.map(translate);
}
