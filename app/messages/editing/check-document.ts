import type { Brand } from "../brand/brand";
import { checkMail, type MailProblem } from "../document/check-mail";
import type { MailLanguage } from "../document/languages";
import { languagesOf, localize, type MailDocument } from "../document/mail-document";

/** A problem of a document with its language. */
export interface DocumentProblem extends MailProblem {
  readonly language: MailLanguage;
}

/** Problems of all languages; those common to all are listed once, for the email's own. */
export function checkDocument(document: MailDocument, brand: Brand): readonly DocumentProblem[] {
  const known = new Set<string>();
  return languagesOf(document).flatMap((language) =>
    checkMail(localize(document, language), brand).flatMap((problem) => {
      const isKnown = known.has(JSON.stringify(problem));
      if (language === document.language) known.add(JSON.stringify(problem));
      return isKnown ? [] : [{ ...problem, language }];
    }),
  );
}
