import { Button, Link } from "react-email";
import { z } from "zod";
import type { ProductView as ShownProduct } from "../../merge/email-view";
import { blockOf, mergeLine } from "../elements/block-base";
import { Picture } from "../elements/Picture";
import { Price, RatingLine, ReasonLine, StockLine } from "../elements/ProductDetailLines";
import { ProductDetails, ProductSource } from "../elements/product-source";
import type { BlockProps } from "../elements/render-context";
import { Repeat } from "../elements/Repeat";

/** One large product, usually the subject of the email. */
export const ProductBlock = blockOf("product", {
  source: ProductSource,
  details: ProductDetails,
  buttonLabel: mergeLine(60),
  /** Shown by default; off where a hero shows it. */
  showPicture: z.boolean().optional(),
  /** Whether the email is skipped without it. */
  required: z.boolean(),
});
export type ProductBlock = z.infer<typeof ProductBlock>;

export function ProductBlockView({ block, context }: BlockProps<ProductBlock>) {
  return (
    <Repeat of={context.view.products[block.id] ?? []}>
      {({ c0 }) => <Large product={c0} block={block} context={context} />}
    </Repeat>
  );
}

function Large({
  product,
  block,
  context,
}: BlockProps<ProductBlock> & { readonly product: ShownProduct }) {
  const { theme, merge } = context;
  const { details, buttonLabel } = block;
  const parts = { product, details, context };
  // Without one it continues the hero above.
  const hasPicture = block.showPicture !== false;
  return (
    <div style={{ margin: hasPicture ? "24px 0 12px" : "0 0 12px", textAlign: theme.align }}>
      {hasPicture && (
        <Picture
          src={product.largeImageUrl}
          alt={product.title}
          href={product.url}
          widthPx={theme.innerPx}
          theme={theme}
          fluid
        />
      )}
      <div style={{ padding: hasPicture ? "20px 0 2px" : "12px 0 2px" }}>
        <Link
          className="ink"
          href={product.url}
          style={{ ...theme.title, fontSize: "24px", lineHeight: "31px" }}
        >
          {product.title}
        </Link>
      </div>
      <RatingLine {...parts} />
      <Price {...parts} />
      <StockLine {...parts} />
      <ReasonLine {...parts} />
      {details.button && (
        // In plain text the title carries the link.
        <div data-skip-in-text="true" style={{ margin: "18px 0 8px" }}>
          <Button
            className="button"
            href={product.url}
            style={{ ...theme.button, display: "block" }}
          >
            {merge(buttonLabel)}
          </Button>
        </div>
      )}
    </div>
  );
}
