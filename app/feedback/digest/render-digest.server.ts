import { render } from "react-email";
import { digestText } from "./digest-text";
import { DigestEmail, type DigestEmailProps } from "./DigestEmail";

/** Renders the weekly report as HTML and text. */
export async function renderDigest(
  props: DigestEmailProps,
): Promise<{ readonly html: string; readonly text: string }> {
  const { brand, digest, links, text } = props;
  return {
    html: await render(DigestEmail(props)),
    text: digestText(brand.shopName, digest, links, text),
  };
}
