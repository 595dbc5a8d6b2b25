import type { Brand } from "../brand/brand";
import { checkEmail, type EmailProblem } from "../document/check-email";
import type { EmailLanguage } from "../document/languages";
import { languagesOf, localize, type EmailDocument } from "../document/email-document";

/** A problem of a document with its language. */
export interface DocumentProblem extends EmailProblem {
  readonly language: EmailLanguage;
}

/** Problems of all languages; those common to all are listed once, for the email's own. */
export function checkDocument(document: EmailDocument, brand: Brand): readonly DocumentProblem[] {
  const known = new Set<string>();
  return languagesOf(document).flatMap((language) =>
    checkEmail(localize(document, language), brand).flatMap((problem) => {
      const isKnown = known.has(JSON.stringify(problem));
      if (language === document.language) known.add(JSON.stringify(problem));
      return isKnown ? [] : [{ ...problem, language }];
    }),
  );
}
