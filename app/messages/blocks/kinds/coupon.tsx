import { Column, Row } from "react-email";
import type { z } from "zod";
import { blockOf, mergeLine } from "../block-base";
import type { BlockProps } from "../render-context";

/** A discount code to copy. Without a code it is left out, so that a mail never promises one that is not there. */
export const CouponBlock = blockOf("coupon", {
  title: mergeLine(120),
  /** As it was made in Shopify. */
  code: mergeLine(60),
  /** Conditions, or until when it holds. */
  note: mergeLine(200),
});
export type CouponBlock = z.infer<typeof CouponBlock>;

export function CouponView({ block, context }: BlockProps<CouponBlock>) {
  const { theme, merge } = context;
  if (block.code === "") return null;
  return (
    <Row style={{ margin: "24px 0" }}>
      <Column align="center" className="outline" style={theme.coupon}>
        {block.title !== "" && (
          <div className="ink" style={theme.title}>
            {merge(block.title)}
          </div>
        )}
        <div className="ink" dir="ltr" style={{ ...theme.code, margin: "6px 0" }}>
          {merge(block.code)}
        </div>
        {block.note !== "" && (
          <div className="soft" style={theme.detail}>
            {merge(block.note)}
          </div>
        )}
      </Column>
    </Row>
  );
}
