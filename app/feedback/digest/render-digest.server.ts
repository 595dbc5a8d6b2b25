import { render } from "react-email";
import { digestText } from "./digest-text";
import { DigestMail, type DigestMailProps } from "./DigestMail";

/** The weekly mail as markup and as text. */
export async function renderDigest(
  props: DigestMailProps,
): Promise<{ readonly html: string; readonly text: string }> {
  const { brand, digest, links } = props;
  return { html: await render(DigestMail(props)), text: digestText(brand.shopName, digest, links) };
}
