import { z } from "zod";
import { BlockId, mergeLine } from "../blocks/block-base";
import { Block, BLOCK_WORDS, flattenBlocks } from "../blocks/block";
import { FooterBlock } from "../blocks/kinds/footer";
import { ThemeOverrides } from "../theme/palette";
import { MailLanguage } from "./languages";

/** In bytes of JSON, with all its languages. */
const MAX_DOCUMENT_CHARS = 200_000;
const MAX_BLOCKS = 100;

export const Subject = mergeLine(150);
const Preheader = mergeLine(150);

/** A mail's words in another language: block id → the fields that `BLOCK_WORDS` names. */
const Translation = z.strictObject({
  subject: Subject,
  preheader: Preheader,
  blocks: z.record(BlockId, z.record(z.string(), z.unknown())),
});

/**
 * A mail as data: what the editor changes, what is stored, and what the
 * compiler reads. Layout and settings stand once; other languages bring only
 * their words.
 */
export const MailDocument = z
  .strictObject({
    /** The language that the words of `blocks` are in. */
    language: MailLanguage,
    subject: Subject,
    /** Shown after the subject in the inbox. */
    preheader: Preheader,
    blocks: z.array(Block).max(MAX_BLOCKS),
    footer: FooterBlock,
    theme: ThemeOverrides,
    translations: z.partialRecord(MailLanguage, Translation),
  })
  .superRefine((document, context) => {
    const issue = (message: string, path: (string | number)[]) =>
      context.addIssue({ code: "custom", message, path });
    if (JSON.stringify(document).length > MAX_DOCUMENT_CHARS) issue("The mail is too long", []);
    const ids = flattenBlocks(document.blocks).map(({ id }) => id);
    const known = new Set([...ids, document.footer.id]);
    if (ids.length > MAX_BLOCKS) issue(`At most ${MAX_BLOCKS} blocks`, ["blocks"]);
    if (known.size <= ids.length) issue("Two blocks have one id", ["blocks"]);
    for (const language of Object.keys(document.translations) as MailLanguage[]) {
      const translated = Block.array().safeParse(translateBlocks(document, language));
      if (translated.success) continue;
      const { message = "" } = translated.error.issues[0] ?? {};
      issue(`The words cannot be used: ${message}`, ["translations", language]);
    }
  });
export type MailDocument = z.infer<typeof MailDocument>;

/** A mail in one language, ready to be compiled. */
export interface LocalMail {
  readonly language: MailLanguage;
  readonly subject: string;
  readonly preheader: string;
  readonly blocks: readonly Block[];
  readonly footer: FooterBlock;
  readonly theme: ThemeOverrides;
}

/** The mail with its words in this language; in its own for words, or all, that are not translated. */
export function localize(document: MailDocument, language: MailLanguage): LocalMail {
  const { footer, theme } = document;
  const translation = document.translations[language];
  if (!translation) {
    const { subject, preheader, blocks } = document;
    return { language: document.language, subject, preheader, blocks, footer, theme };
  }
  const blocks = Block.array().parse(translateBlocks(document, language));
  const { subject, preheader } = translation;
  return { language, subject, preheader, blocks, footer, theme };
}

/** All languages that a mail is written in, its own first. */
export function languagesOf(document: MailDocument): readonly MailLanguage[] {
  const others = MailLanguage.options.filter((language) => document.translations[language]);
  return [document.language, ...others.filter((language) => language !== document.language)];
}

function translateBlocks(
  { blocks, translations }: Pick<MailDocument, "blocks" | "translations">,
  language: MailLanguage,
): unknown[] {
  const words = translations[language]?.blocks ?? {};
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
