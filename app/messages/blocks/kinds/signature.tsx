import { Column, Img, Row } from "react-email";
import type { z } from "zod";
import { resizeImage, type ImageSize } from "../../merge/resize-image";
import { blockOf, ImageUrl, mergeLine } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";

/** Who writes: a person's name as if written by hand, and role, with an optional picture. */
export const SignatureBlock = blockOf("signature", {
  name: mergeLine(80),
  /** Such as "Founder"; empty: none. */
  role: mergeLine(120),
  src: ImageUrl,
});
export type SignatureBlock = z.infer<typeof SignatureBlock>;

const PICTURE_PX = 64;
/** Twice its width, for high-density screens. */
const PICTURE_SIZE: ImageSize = {
  widthPx: 2 * PICTURE_PX,
  crop: { heightPx: 2 * PICTURE_PX, focus: "center" },
};

export function SignatureView({ block, context }: BlockProps<SignatureBlock>) {
  const { theme, merge } = context;
  const src = resizeImage(block.src, PICTURE_SIZE) ?? "";
  return (
    <Row style={{ margin: "24px 0 12px" }}>
      {src !== "" && (
        <Column width={PICTURE_PX + 16} style={{ width: `${PICTURE_PX + 16}px` }}>
          {/* The name beside it says whom it shows. */}
          <Img
            src={src}
            alt=""
            width={PICTURE_PX}
            height={PICTURE_PX}
            style={{ borderRadius: "50%", display: "block", objectFit: "cover" }}
          />
        </Column>
      )}
      <Column align={src === "" ? theme.align : theme.start} style={{ verticalAlign: "middle" }}>
        <div className="ink" style={theme.signature}>
          {merge(block.name)}
        </div>
        {block.role !== "" && (
          <div className="soft" style={theme.detail}>
            {merge(block.role)}
          </div>
        )}
      </Column>
    </Row>
  );
}
