import { render } from "react-email";
import { digestText } from "./digest-text";
import { DigestMail, type DigestMailProps } from "./DigestMail";

/** Renders the weekly report as HTML and text. */
export async function renderDigest(
  props: DigestMailProps,
): Promise<{ readonly html: string; readonly text: string }> {
  const { brand, digest, links } = props;
  return { html: await render(DigestMail(props)), text: digestText(brand.shopName, digest, links) };
}
