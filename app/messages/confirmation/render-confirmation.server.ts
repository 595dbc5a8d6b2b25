import { render } from "react-email";
import { languagesWith } from "~/i18n/catalog.server";
import { addressedLanguage, findLanguage } from "~/i18n/locale";
import { textIn } from "~/i18n/text-in.server";
import { plainText } from "../compiling/compile-template.server";
import { Confirmation, type ConfirmationProps } from "./Confirmation";

interface ConfirmationSource extends Pick<ConfirmationProps, "brand" | "topic" | "links"> {
  /** The form's, BCP 47 or free text. */
  readonly locale: string;
}

/** Writes a confirmation in the form's language, else in English. Takes about ten milliseconds. */
export async function renderConfirmation({
  locale,
  ...props
}: ConfirmationSource): Promise<Readonly<Record<"subject" | "html" | "text", string>>> {
  const language = findLanguage(locale, languagesWith("email")) ?? "en";
  const text = textIn(addressedLanguage(language, props.brand.germanAddress), "email");
  const about = props.topic === "marketing" ? "news" : "notify";
  const html = await render(Confirmation({ ...props, text, language }));
  return { subject: text(`confirmation.${about}.subject`), html, text: plainText(html) };
}
