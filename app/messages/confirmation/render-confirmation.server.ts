import { render } from "react-email";
import { plainText } from "../composing/compile-template.server";
import { Confirmation, type ConfirmationProps } from "./Confirmation";

/** A confirmation as markup and as text. About ten milliseconds: one is sent at a time. */
export async function renderConfirmation(
  props: ConfirmationProps,
): Promise<{ readonly html: string; readonly text: string }> {
  const html = await render(Confirmation(props));
  return { html, text: plainText(html) };
}
