import { Img, Link } from "react-email";
import { z } from "zod";
import { Align, blockOf, ImageUrl, mergeLine, OptionalHref } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";

/** An image; omitted without a URL. */
export const ImageBlock = blockOf("image", {
  src: ImageUrl,
  /** Alternative text; empty for decorative images. */
  alt: mergeLine(300),
  href: OptionalHref,
  /** At most the card's inner width. */
  widthPx: z.number().int().min(20).max(520),
  align: Align,
});
export type ImageBlock = z.infer<typeof ImageBlock>;

export function ImageView({ block, context }: BlockProps<ImageBlock>) {
  const { theme, merge, link } = context;
  if (block.src === "") return null;
  const margin = block.align === "center" ? "0 auto" : "0";
  const image = (
    <Img
      src={block.src}
      alt={merge(block.alt)}
      width={block.widthPx}
      style={{ ...theme.image, margin, maxWidth: "100%", width: `${block.widthPx}px` }}
    />
  );
  return (
    <div
      className="soft"
      style={{ margin: "8px 0 20px", textAlign: block.align === "center" ? "center" : theme.start }}
    >
      {block.href === "" ? image : <Link href={link(block.href, "image")}>{image}</Link>}
    </div>
  );
}
