import { render } from "react-email";
import { addressedLanguage, findLanguage } from "~/i18n/locale";
import { writtenLanguages } from "~/i18n/own-texts.server";
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
  const language = findLanguage(locale, writtenLanguages("email", props.brand.texts)) ?? "en";
  const text = textIn(
    addressedLanguage(language, props.brand.germanAddress),
    "email",
    props.brand.texts,
  );
  const about = props.topic === "marketing" ? "news" : "notify";
  const html = await render(Confirmation({ ...props, text, language }));
  return { subject: text(`confirmation.${about}.subject`), html, text: plainText(html) };
}
