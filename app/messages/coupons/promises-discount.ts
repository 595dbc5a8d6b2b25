import {
  languagesOf,
  localize,
  type EmailDocument,
  type LocalEmail,
} from "../document/email-document";
import { listTexts } from "../document/list-texts";

/**
 * Whether an email's text names the discount outside of the block with the code. The block is hidden without a code, the
 * text is not: a recipient without a discount would read of one.
 */
export const promisesDiscount = (email: LocalEmail): boolean =>
  listTexts(email).some((text) => NAMED.test(text));

/** Whether it does so in any of its languages. */
export const promisesInAnyLanguage = (email: EmailDocument): boolean =>
  languagesOf(email).some((language) => promisesDiscount(localize(email, language)));

/** A merge value of the code, or a percentage below 100: "100% cotton" is no discount. */
const NAMED =
  /\{\{\s*coupon\.|(?<![\d.,])\d{1,2}\s?(%|percent|prozent|pour ?cent|por ?cien|por ?cento|per ?cento|procent)/i;
