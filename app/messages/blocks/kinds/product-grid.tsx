import { Fragment } from "react";
import { Column, Row, Section } from "react-email";
import { z } from "zod";
import { blockOf, mergeLine } from "../elements/block-base";
import { ProductCard, ProductLine } from "../elements/ProductCards";
import { ProductDetails, ProductSource } from "../elements/product-source";
import type { BlockProps } from "../elements/render-context";
import { Repeat, ShowIf, ShowUnless } from "../elements/Repeat";
import { SectionTitle } from "../elements/SectionTitle";
import { Space } from "../elements/Space";
import { inZone } from "../../theme/theme";

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
      <Section style={{ marginTop: isPart ? `${theme.design.space.sectionPx}px` : "20px" }}>
        {/* A grid without a title continues the text above. */}
        {isPart && <SectionTitle title={context.merge(block.title)} context={context} />}
        <Repeat of={rows}>
          {(row) =>
            block.columns === 1 ? (
              <ProductLine
                product={row.c0}
                block={block}
                context={{ ...context, theme: inZone(context.theme, "tile") }}
              />
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
  const { theme } = context;
  const cells = [row.c0, row.c1, row.c2].slice(0, block.columns);
  const { gapPx } = theme.design.space;
  const onTile = { ...context, theme: inZone(theme, "tile") };
  const cellStyle = { verticalAlign: "top", width: `${(100 / block.columns).toFixed(2)}%` };
  return (
    <>
      <Row style={{ borderCollapse: "separate", tableLayout: "fixed" }}>
        {cells.map((product, i) => (
          <Fragment key={i}>
            {i > 0 && (
              <Column className="gap" width={gapPx} style={{ width: `${gapPx}px` }}>
                {"\u00a0"}
              </Column>
            )}
            <ShowIf value={product?.title ?? null}>
              {product && (
                <Column
                  className={`tile tile-inside rule${block.columns === 3 ? " third" : ""}`}
                  align={theme.align}
                  style={{ ...onTile.theme.tile, ...cellStyle }}
                >
                  <ProductCard product={product} block={block} context={onTile} />
                </Column>
              )}
            </ShowIf>
            <ShowUnless value={product?.title ?? null}>
              <Column style={cellStyle}>{"\u00a0"}</Column>
            </ShowUnless>
          </Fragment>
        ))}
      </Row>
      <Space heightPx={Math.max(gapPx, 20)} />
    </>
  );
}
