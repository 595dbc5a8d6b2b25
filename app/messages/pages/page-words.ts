import type { Frequency, Topic } from "~/profiles/preferences/preferences";
import { EmailLanguage } from "../document/languages";
import { AR_PAGE_WORDS } from "./ar";
import { DE_PAGE_WORDS } from "./de";
import { EN_PAGE_WORDS } from "./en";
import { ES_PAGE_WORDS } from "./es";
import { FR_PAGE_WORDS } from "./fr";
import { JA_PAGE_WORDS } from "./ja";

interface Notice {
  readonly title: string;
  readonly text: string;
}

interface Choice {
  readonly label: string;
  readonly hint: string;
}

/** Texts of the pages that emails link to. "{shop}" is the shop's name. */
export interface PageWords {
  /** Used when the shop's name is unknown. */
  readonly thisShop: string;
  readonly preferences: {
    readonly tab: string;
    readonly heading: string;
    /** "{address}" is the reader's masked address. */
    readonly about: string;
    /** The email's address is no longer stored. */
    readonly gone: string;
    readonly saved: string;
    /** Above a checkbox that only unsubscribed readers see. */
    readonly unsubscribed: string;
    readonly resubscribe: Choice;
    readonly topics: string;
    readonly topic: Readonly<Record<Topic, Choice>>;
    readonly often: string;
    readonly frequency: Readonly<Record<Frequency, string>>;
    readonly pause: string;
    readonly noPause: string;
    /** "{day}" is a date. */
    readonly pausedUntil: string;
    /** Labels by number of days. */
    readonly pauses: Readonly<Record<14 | 30 | 90, string>>;
    readonly language: string;
    readonly asInShop: string;
    readonly privacy: string;
    readonly profiling: Choice;
    readonly openTracking: Choice;
    readonly save: string;
    readonly unsubscribe: string;
  };
  readonly unsubscribe: {
    readonly ask: Notice & {
      readonly button: string;
      /** Other ways to change the preferences; only that email's own link may change them here. */
      readonly instead: string;
    };
    readonly done: Notice;
    /** The email's address is no longer stored. */
    readonly noAddress: Notice;
  };
  /** A link with an invalid signature. */
  readonly incomplete: Notice;
  /** A link in an email's text without a target. */
  readonly nowhere: Notice;
  /** An expired confirmation. */
  readonly expired: Notice;
  readonly tooOften: Notice;
  /** After submitting a form in the shop without scripts. */
  readonly checkInbox: Notice;
  readonly requestReceived: Notice;
}

/** The texts of each language. */
export const PAGE_WORDS: Readonly<Record<EmailLanguage, PageWords>> = {
  en: EN_PAGE_WORDS,
  de: DE_PAGE_WORDS,
  fr: FR_PAGE_WORDS,
  es: ES_PAGE_WORDS,
  ja: JA_PAGE_WORDS,
  ar: AR_PAGE_WORDS,
};

/** Each language's name in that language. */
export const LANGUAGE_NAMES: Readonly<Record<EmailLanguage, string>> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  ja: "日本語",
  ar: "العربية",
};

/**
 * The language of a page: the first of these with texts, else English.
 *
 * @param wanted BCP 47, by precedence; null: unknown
 * @param browser the Accept-Language header, which is used last
 */
export function pageLanguage(
  wanted: readonly (string | null)[],
  browser: string | null,
): EmailLanguage {
  for (const locale of [...wanted, ...acceptedLanguages(browser ?? "")]) {
    const language = EmailLanguage.safeParse((locale ?? "").toLowerCase().split(/[-_]/)[0]);
    if (language.success) return language.data;
  }
  return "en";
}

/** By weight, then by position. */
function acceptedLanguages(header: string): string[] {
  return header
    .slice(0, 200)
    .split(",")
    .map((part) => {
      const [locale = "", ...parameters] = part.trim().split(";");
      const weight = parameters
        .find((it) => it.trim().startsWith("q="))
        ?.trim()
        .slice(2);
      return { locale, weight: weight === undefined ? 1 : Number(weight) || 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ locale }) => locale);
}

/** Fills values into a sentence; braces in values are kept. */
export function fillText(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}
