import { Column, Heading, Row, Section } from "react-email";
import { z } from "zod";
import { blockOf, mergeLine } from "../elements/block-base";
import { ProductCard, ProductLine } from "../elements/ProductCards";
import { ProductDetails, ProductSource } from "../elements/product-source";
import type { BlockProps } from "../elements/render-context";
import { Repeat, ShowIf } from "../elements/Repeat";

/** A grid of products. Omitted with its heading when empty. */
export const ProductGridBlock = blockOf("product-grid", {
  title: mergeLine(120),
  source: ProductSource,
  /** One column renders as a list. */
  columns: z.number().int().min(1).max(3),
  rows: z.number().int().min(1).max(8),
  details: ProductDetails,
  buttonLabel: mergeLine(60),
  /** Whether the email is skipped without products. */
  required: z.boolean(),
});
export type ProductGridBlock = z.infer<typeof ProductGridBlock>;

export function ProductGridView({ block, context }: BlockProps<ProductGridBlock>) {
  const { theme } = context;
  const rows = context.view.products[block.id] ?? [];
  const isPart = block.title !== "";
  return (
    <ShowIf value={rows}>
      {/* A grid without a title continues the text above; rows have their own rules. */}
      <Section
        {...(isPart && { className: "rule" })}
        style={
          isPart ? { ...theme.rule, marginTop: "36px", paddingTop: "28px" } : { marginTop: "20px" }
        }
      >
        {isPart && (
          <Heading as="h2" className="ink" style={{ ...theme.subheading, textAlign: theme.start }}>
            {context.merge(block.title)}
          </Heading>
        )}
        <Repeat of={rows}>
          {(row) =>
            block.columns === 1 ? (
              <ProductLine product={row.c0} block={block} context={context} />
            ) : (
              <GridRow row={row} block={block} context={context} />
            )
          }
        </Repeat>
      </Section>
    </ShowIf>
  );
}

type Rows = BlockProps<ProductGridBlock>["context"]["view"]["products"][string];

function GridRow({
  row,
  block,
  context,
}: BlockProps<ProductGridBlock> & { readonly row: Rows[number] }) {
  const { start, end } = context.theme;
  const cells = [row.c0, row.c1, row.c2].slice(0, block.columns);
  const gapPx = 8;
  return (
    <Row>
      {cells.map((product, i) => (
        <Column
          key={i}
          align={start}
          style={{
            paddingBottom: "24px",
            ...(i > 0 && { [start === "left" ? "paddingLeft" : "paddingRight"]: `${gapPx}px` }),
            ...(i < cells.length - 1 && {
              [end === "right" ? "paddingRight" : "paddingLeft"]: `${gapPx}px`,
            }),
            verticalAlign: "top",
            width: `${(100 / block.columns).toFixed(2)}%`,
          }}
        >
          <ShowIf value={product?.title ?? null}>
            {product && <ProductCard product={product} block={block} context={context} />}
          </ShowIf>
        </Column>
      ))}
    </Row>
  );
}
