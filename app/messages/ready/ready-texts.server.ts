import { z } from "zod";
import { LANGUAGES, readMergeFile, languageChain } from "~/i18n/catalog.server";

const InboxTexts = z.strictObject({ subject: z.string().min(1), preheader: z.string().min(1) });
export type InboxTexts = z.infer<typeof InboxTexts>;

const Reason = z.strictObject({ title: z.string().min(1), text: z.string() });

const EmailTexts = z.strictObject({
  ...InboxTexts.shape,
  heading: z.string().min(1),
  /** The text after the greeting; an empty line starts a new paragraph. */
  text: z.string().min(1),
  /** A sentence about the recommended products, left out where they are not what it says. */
  picks: z.string().default(""),
  button: z.string().min(1),
  /** Number → what an email gives its readers to read, below its text. */
  tips: z.record(z.string(), Reason).default({}),
  /** Number → other subjects with their preview texts, of equal meaning in each language, for experiments. */
  others: z.record(z.string(), InboxTexts).default({}),
});

/** The texts of all prebuilt emails in one language, in the merge grammar: ready-emails.merge.json. */
const ReadyTexts = z.strictObject({
  greeting: z.string().min(1),
  titles: z.strictObject({
    goesWith: z.string(),
    forYou: z.string(),
    newest: z.string(),
    bestSellers: z.string(),
  }),
  seeProduct: z.string(),
  /** Leads to the order's status page. */
  seeOrder: z.string(),
  couponTitle: z.string(),
  /** Next to an unfinished order. They hold for every shop on Shopify. */
  trust: z.strictObject({ saved: Reason, secure: Reason, people: Reason }),
  /** Below a product with a reduced price. */
  prices: z.strictObject({ seenPrice: z.string().min(1), lowestPrice: z.string().min(1) }),
  /** Other answers for recipients who are asked whether they still want email. */
  choices: z.strictObject({
    lessOften: z.string().min(1),
    pause: z.string().min(1),
    unsubscribe: z.string().min(1),
  }),
  /** Replaces an email's own text when its product is sold out. */
  soldOut: EmailTexts.pick({ heading: true, text: true, button: true }),
  /** Replaces the text of an email about the recipient's taste when its products are for everyone. */
  forEveryone: EmailTexts.pick({ heading: true, text: true }),
  /** Template id → its texts. */
  emails: z.record(z.string(), EmailTexts),
});
export type ReadyTexts = z.infer<typeof ReadyTexts>;

/** A language's file, which may leave out texts. */
interface TextFile {
  readonly [key: string]: string | TextFile;
}
const TextFile: z.ZodType<TextFile> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), TextFile])),
);

const ENGLISH_FILE = readFile("en");
export const ENGLISH_TEXTS: ReadyTexts = ReadyTexts.parse(ENGLISH_FILE);

/** Language → its texts. Texts that it lacks are English; emails that it lacks are not translated. */
export const TRANSLATED_TEXTS: ReadonlyMap<string, ReadyTexts> = new Map(
  LANGUAGES.filter((language) => language !== "en").map((language) => {
    const files = languageChain(language).slice(1).map(readFile);
    return [language, ReadyTexts.parse(files.reduce(overlay, { ...ENGLISH_FILE, emails: {} }))];
  }),
);

function readFile(language: string): TextFile {
  return TextFile.parse(readMergeFile(language, "ready-emails") ?? {});
}

function overlay(under: TextFile, own: TextFile): TextFile {
  const merged: Record<string, string | TextFile> = { ...under };
  for (const [key, value] of Object.entries(own)) {
    const below = merged[key];
    const areGroups = typeof value === "object" && typeof below === "object";
    merged[key] = areGroups ? overlay(below, value) : value;
  }
  return merged;
}
