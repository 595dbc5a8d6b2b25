import { Column, Row } from "react-email";
import type { z } from "zod";
import { blockOf, mergeLine } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";
import { ShowIf } from "../elements/Repeat";

/**
 * A discount code: the fixed one set here, or the recipient's own from their flow or campaign. Omitted
 * without either, so that an email never promises a missing code.
 */
export const CouponBlock = blockOf("coupon", {
  title: mergeLine(120),
  /** A code from Shopify; empty: the recipient's own. */
  code: mergeLine(60),
  /** Conditions or expiry; empty: those of the recipient's own code. */
  note: mergeLine(200),
});
export type CouponBlock = z.infer<typeof CouponBlock>;

export function CouponView({ block, context }: BlockProps<CouponBlock>) {
  if (block.code !== "") return <Coupon block={block} context={context} />;
  const values = { percent: "{{ coupon.percent }}", until: "{{ coupon.until }}" };
  const own = {
    ...block,
    code: "{{ coupon.code }}",
    note: block.note === "" ? context.text("coupon.note", values) : block.note,
  };
  return (
    <ShowIf value={context.valueAt("coupon.code")}>
      <Coupon block={own} context={context} />
    </ShowIf>
  );
}

function Coupon({ block, context }: BlockProps<CouponBlock>) {
  const { theme, merge } = context;
  return (
    <Row style={{ margin: "20px 0 16px" }}>
      <Column align="center" className="outline" style={theme.coupon}>
        {block.title !== "" && (
          <div className="ink" style={theme.title}>
            {merge(block.title)}
          </div>
        )}
        <div className="ink" dir="ltr" style={{ ...theme.code, margin: "2px 0" }}>
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
