import { Button, Column, Link, Row } from "react-email";
import type { ProductView } from "../../merge/email-view";
import { PICTURE_PX, type Theme } from "../../theme/theme";
import { Picture } from "./Picture";
import { Price, RatingLine, ReasonLine, StockLine } from "./ProductDetailLines";
import type { ProductDetails } from "./product-source";
import type { RenderContext } from "./render-context";

interface CardProps {
  readonly product: ProductView;
  readonly block: {
    readonly columns: number;
    readonly details: ProductDetails;
    readonly buttonLabel: string;
  };
  readonly context: RenderContext;
}

/** A product in a column of a grid. */
export function ProductCard({ product, block, context }: CardProps) {
  const { theme } = context;
  const { details } = block;
  const title = block.columns === 3 ? narrow(theme.title) : theme.title;
  return (
    <>
      <Picture
        src={product.imageUrl}
        alt={product.title}
        href={product.url}
        widthPx={cardPx(theme, block.columns)}
        theme={theme}
        fluid
      />
      <div style={{ lineHeight: title.lineHeight, paddingTop: "14px" }}>
        <Link className="ink" href={product.url} style={title}>
          {product.title}
        </Link>
      </div>
      <RatingLine product={product} details={details} context={context} />
      <Price product={product} details={details} context={context} />
      <StockLine product={product} details={details} context={context} />
      <ReasonLine product={product} details={details} context={context} />
      {details.button && <OutlineButton product={product} block={block} context={context} />}
    </>
  );
}

/** Width of a picture in a grid of these columns. */
function cardPx({ innerPx, design: { space, tile } }: Theme, columns: number): number {
  const gapsPx = (columns - 1) * space.gapPx;
  return Math.floor((innerPx - gapsPx) / columns) - 2 * (tile.framePx + tile.paddingPx);
}

const narrow = (style: React.CSSProperties) => ({ ...style, fontSize: "15px", lineHeight: "20px" });

/** A product as a list row: image beside text. */
export function ProductLine({ product, block, context }: CardProps) {
  const { theme } = context;
  const { details } = block;
  const widthPx = PICTURE_PX.row;
  const { framePx, paddingPx } = theme.design.tile;
  // Without a tile, rules separate the products.
  const isTile = framePx + paddingPx > 0;
  const row = isTile ? { ...theme.tile, padding: "0 14px", marginBottom: "16px" } : theme.rule;
  return (
    <Row className={`rule${isTile ? " tile" : ""}`} style={{ ...row, borderCollapse: "separate" }}>
      <Column
        className="row-picture"
        width={widthPx + 24}
        style={{ padding: "20px 0", verticalAlign: "top", width: `${widthPx + 24}px` }}
      >
        <Picture
          src={product.imageUrl}
          alt={product.title}
          href={product.url}
          widthPx={widthPx}
          theme={theme}
        />
      </Column>
      <Column align={theme.start} style={{ padding: "20px 0", verticalAlign: "middle" }}>
        <ReasonLine product={product} details={details} context={context} />
        <div>
          <Link className="ink" href={product.url} style={theme.title}>
            {product.title}
          </Link>
        </div>
        <RatingLine product={product} details={details} context={context} />
        <Price
          product={product}
          details={details}
          context={context}
          style={{ margin: "4px 0 0" }}
        />
        <StockLine product={product} details={details} context={context} />
        {details.button && <OutlineButton product={product} block={block} context={context} />}
      </Column>
    </Row>
  );
}

function OutlineButton({ product, block, context }: CardProps) {
  const label = context.merge(block.buttonLabel);
  // In plain text the title carries the link.
  return (
    <div data-skip-in-text="true" style={{ marginTop: "12px" }}>
      <Button
        className="outline"
        aria-label={`${label}: ${product.title}`}
        href={product.url}
        style={context.theme.outlineButton}
      >
        {label}
      </Button>
    </div>
  );
}
