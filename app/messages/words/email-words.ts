import type { EmailReason } from "../blocks/kinds/footer";
import type { EmailLanguage } from "../document/languages";
import { AR_EMAIL_WORDS } from "./ar";
import { DE_EMAIL_WORDS } from "./de";
import { EN_EMAIL_WORDS } from "./en";
import { ES_EMAIL_WORDS } from "./es";
import { FR_EMAIL_WORDS } from "./fr";
import { JA_EMAIL_WORDS } from "./ja";

/** "{count}" is a number. The Arabic texts avoid the six plural forms. */
export interface Counted {
  readonly one: string;
  readonly other: string;
}

/** Why a product is shown. "{title}" is another product's title, or the name of a product type. */
export interface ReasonWords {
  /** Separates a reason and its count. */
  readonly colon: string;
  readonly goesWith: string;
  readonly oftenBoughtWith: string;
  readonly becauseYouBought: string;
  readonly chosenAfter: string;
  readonly oftenChosenAfter: string;
  readonly popular: string;
  readonly popularIn: string;
  readonly newest: string;
  readonly discovery: string;
  readonly similar: string;
  readonly becauseYouViewed: string;
  readonly boughtBefore: string;
  readonly pinned: string;
  /** When the product of a reason was deleted. */
  readonly chosen: string;
  readonly hadBoth: Counted;
  readonly boughtLater: Counted;
  /** "{days}" is a number of days. */
  readonly boughtWithin: Counted;
}

/** Built-in texts of an email. */
export interface EmailWords {
  readonly total: string;
  /** "{count}" is a number. */
  readonly quantity: string;
  readonly moreLines: Counted;
  readonly unsubscribe: string;
  readonly preferences: string;
  /** Below a personal discount code, in the merge grammar. */
  readonly couponNote: string;
  /** Before the shop's postal address. */
  readonly question: string;
  /** "{shop}" is the shop's name. */
  readonly because: Readonly<Record<EmailReason, string>>;
  /** null: see recommendations/describe-reason.ts. */
  readonly reasons: ReasonWords | null;
}

/** The texts of each language. */
export const EMAIL_WORDS: Readonly<Record<EmailLanguage, EmailWords>> = {
  en: EN_EMAIL_WORDS,
  de: DE_EMAIL_WORDS,
  fr: FR_EMAIL_WORDS,
  es: ES_EMAIL_WORDS,
  ja: JA_EMAIL_WORDS,
  ar: AR_EMAIL_WORDS,
};
