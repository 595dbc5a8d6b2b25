import type { CSSProperties } from "react";
import type { ProductView } from "../../merge/email-view";
import type { ProductDetails } from "./product-source";
import type { RenderContext } from "./render-context";
import { ShowIf } from "./Repeat";

interface PriceProps {
  readonly product: ProductView;
  readonly details: ProductDetails;
  readonly context: RenderContext;
  readonly style?: CSSProperties;
}

/** Never break an amount across lines. */
const WHOLE = { display: "inline-block", whiteSpace: "nowrap" } as const;

/** The price, with the former price if reduced. A bought product that is sold out has no price. */
export function Price({ product, details, context, style }: PriceProps) {
  const { theme } = context;
  if (!details.price) return null;
  const { isBadge } = theme.design.tile;
  return (
    <div
      className="ink"
      style={{ ...theme.price, padding: isBadge ? "8px 0 4px" : "3px 0", ...style }}
    >
      <ShowIf value={product.price}>
        {isBadge ? (
          <span className="button badge" style={theme.badge}>
            {product.price}
          </span>
        ) : (
          <span style={WHOLE}>{product.price}</span>
        )}
      </ShowIf>
      {details.compareAt && (
        <ShowIf value={product.compareAt}>
          {/* Plain text has no strikethrough. The space is none at the start of a line. */}
          <span data-skip-in-text="true">
            <span style={{ wordSpacing: "4px" }}> </span>
            <span className="soft" style={{ ...theme.formerPrice, ...WHOLE }}>
              {product.compareAt}
            </span>
          </span>
        </ShowIf>
      )}
    </div>
  );
}

/** How many are left, once there are few. */
export function StockLine({ product, details, context }: Omit<PriceProps, "style">) {
  if (details.maxStock === undefined) return null;
  const { theme } = context;
  return (
    <ShowIf value={product.stock}>
      <div className="link" style={{ ...theme.detail, color: theme.link.color, fontWeight: 700 }}>
        {product.stock}
      </div>
    </ShowIf>
  );
}

/** The average of the reviews as text, so that it also shows while pictures are off. */
export function RatingLine({ product, details, context }: Omit<PriceProps, "style">) {
  if (details.rating === undefined) return null;
  return (
    <ShowIf value={product.rating}>
      <div
        className="soft"
        role="img"
        aria-label={product.ratingLabel ?? ""}
        style={{ ...context.theme.detail, fontStyle: "normal" }}
      >
        {product.rating}
      </div>
    </ShowIf>
  );
}

/** The reason of the recommendation. */
export function ReasonLine({ product, details, context }: Omit<PriceProps, "style">) {
  if (!details.reason) return null;
  return (
    <ShowIf value={product.reason}>
      <div className="soft" style={context.theme.detail}>
        {product.reason}
      </div>
    </ShowIf>
  );
}
