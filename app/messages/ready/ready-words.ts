import { z } from "zod";
import type { EmailLanguage } from "../document/languages";
import ar from "./words/ar.json";
import de from "./words/de.json";
import en from "./words/en.json";
import es from "./words/es.json";
import fr from "./words/fr.json";
import ja from "./words/ja.json";

const EmailTexts = z.strictObject({
  subject: z.string().min(1),
  preheader: z.string().min(1),
  heading: z.string().min(1),
  /** The text after the greeting; an empty line starts a new paragraph. */
  text: z.string().min(1),
  button: z.string().min(1),
});

/** The texts of all prebuilt emails in one language, in the merge grammar. */
const ReadyWords = z.strictObject({
  greeting: z.string().min(1),
  titles: z.strictObject({
    goesWith: z.string(),
    forYou: z.string(),
    newest: z.string(),
    bestSellers: z.string(),
    similar: z.string(),
  }),
  seeProduct: z.string(),
  couponTitle: z.string(),
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
  /** Template id → its texts. */
  emails: z.record(z.string(), EmailTexts),
});
export type ReadyWords = z.infer<typeof ReadyWords>;

const FILES: Readonly<Record<EmailLanguage, unknown>> = { en, de, fr, es, ja, ar };

/** The texts of every language. */
export const READY_WORDS: Readonly<Record<EmailLanguage, ReadyWords>> = {
  en: ReadyWords.parse(FILES.en),
  de: ReadyWords.parse(FILES.de),
  fr: ReadyWords.parse(FILES.fr),
  es: ReadyWords.parse(FILES.es),
  ja: ReadyWords.parse(FILES.ja),
  ar: ReadyWords.parse(FILES.ar),
};
