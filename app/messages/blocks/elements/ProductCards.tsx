import { Button, Column, Link, Row } from "react-email";
import type { ProductView } from "../../merge/email-view";
import { PICTURE_PX } from "../../theme/theme";
import { Picture } from "./Picture";
import { Price, ReasonLine } from "./ProductDetailLines";
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
  const isNarrow = block.columns === 3;
  return (
    <>
      <Picture
        className={isNarrow ? "third-picture" : "card-picture"}
        src={product.imageUrl}
        alt={product.title}
        href={product.url}
        widthPx={isNarrow ? 164 : PICTURE_PX.card}
        theme={theme}
        fluid
      />
      <div style={{ paddingTop: "12px" }}>
        <Link
          className="ink"
          href={product.url}
          style={isNarrow ? narrow(theme.title) : theme.title}
        >
          {product.title}
        </Link>
      </div>
      <Price product={product} details={details} context={context} style={{ fontSize: "14px" }} />
      <ReasonLine product={product} details={details} context={context} />
      {details.button && <OutlineButton product={product} block={block} context={context} />}
    </>
  );
}

const narrow = (style: React.CSSProperties) => ({ ...style, fontSize: "14px", lineHeight: "19px" });

/** A product as a list row: image beside text. */
export function ProductLine({ product, block, context }: CardProps) {
  const { theme } = context;
  const { details } = block;
  const widthPx = PICTURE_PX.row;
  return (
    <Row className="rule" style={{ ...theme.rule, borderCollapse: "separate" }}>
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
          <Link className="ink" href={product.url} style={{ ...theme.title, fontSize: "17px" }}>
            {product.title}
          </Link>
        </div>
        <Price
          product={product}
          details={details}
          context={context}
          style={{ margin: "4px 0 0" }}
        />
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
