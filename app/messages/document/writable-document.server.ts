import { languagesWith } from "~/i18n/catalog.server";
import { schemaMessage } from "../schema-message";
import { EmailDocument, languagesOf } from "./email-document";

/** An edited email: it may only have languages that the catalog has. */
export const WritableDocument = EmailDocument.refine((document) => {
  const known = languagesWith("email");
  return languagesOf(document).every((language) => known.includes(language));
}, schemaMessage("invalid"));
