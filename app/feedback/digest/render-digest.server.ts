import { render } from "react-email";
import { plainText } from "~/messages/composing/compile-template.server";
import { DigestMail, type DigestMailProps } from "./DigestMail";

/** The weekly mail as markup and as text. */
export async function renderDigest(
  props: DigestMailProps,
): Promise<{ readonly html: string; readonly text: string }> {
  const html = await render(DigestMail(props));
  return { html, text: plainText(html) };
}
