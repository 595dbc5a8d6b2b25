import { Column, Row, Section } from "react-email";
import { z } from "zod";
import type { LineView } from "../../merge/email-view";
import { PICTURE_PX } from "../../theme/theme";
import { blockOf } from "../elements/block-base";
import { Picture } from "../elements/Picture";
import type { BlockProps, RenderContext } from "../elements/render-context";
import { Repeat, ShowIf } from "../elements/Repeat";

/** Line items and total of a checkout, cart or order; omitted when empty. */
export const OrderSummaryBlock = blockOf("order-summary", {
  of: z.enum(["checkout", "cart", "order"]),
  showTotal: z.boolean(),
  /** Whether a single item has a picture, which is the default; off where a hero shows it. */
  showSinglePicture: z.boolean().optional(),
});
export type OrderSummaryBlock = z.infer<typeof OrderSummaryBlock>;

export function OrderSummaryView({ block, context }: BlockProps<OrderSummaryBlock>) {
  const { theme, text, view } = context;
  const basket = view[block.of];
  // An abandoned checkout or cart links back; the lines of an order are not for sale.
  const href = block.of === "order" ? null : basket.url;
  const separate = { ...theme.rule, borderCollapse: "separate" } as const;
  return (
    <ShowIf value={basket.lines}>
      <Section style={{ margin: "28px 0" }}>
        <Repeat of={basket.lines}>
          {(line) => (
            <Line
              line={line}
              href={href}
              context={context}
              several={block.showSinglePicture === false ? basket.several : undefined}
            />
          )}
        </Repeat>
        <ShowIf value={basket.moreLines}>
          <Row className="rule" style={separate}>
            <Column
              align={theme.start}
              className="soft"
              style={{ ...theme.detail, padding: "14px 0" }}
            >
              {basket.moreLines}
            </Column>
          </Row>
        </ShowIf>
        {block.showTotal && (
          <Row className="rule" style={separate}>
            <Column
              align={theme.start}
              className="ink"
              style={{ ...theme.total, paddingTop: "18px" }}
            >
              {text("summary.total")}
            </Column>
            <Column
              align={theme.end}
              className="ink"
              style={{ ...theme.total, paddingTop: "18px" }}
            >
              {basket.total}
            </Column>
          </Row>
        )}
      </Section>
    </ShowIf>
  );
}

interface LineProps {
  readonly line: LineView;
  readonly href: string | null;
  readonly context: RenderContext;
  /** The value with which its picture is shown; undefined: always. */
  readonly several: string | null | undefined;
}

function Line({ line, href, context, several }: LineProps) {
  const { theme } = context;
  const widthPx = PICTURE_PX.line;
  const picture = (
    <Column
      className="line-picture"
      width={widthPx + 16}
      style={{ padding: "16px 0", width: `${widthPx + 16}px` }}
    >
      <Picture
        src={line.imageUrl}
        alt={line.title}
        href={href}
        widthPx={widthPx}
        theme={theme}
        altInOneLine
      />
    </Column>
  );
  return (
    <Row className="rule" style={{ ...theme.rule, borderCollapse: "separate" }}>
      {several === undefined ? picture : <ShowIf value={several}>{picture}</ShowIf>}
      <Column style={{ padding: "16px 0", verticalAlign: "middle" }}>
        {/* On phones the price is below, to leave room for long words. */}
        <Row>
          <Column className="line-part" align={theme.start} style={{ verticalAlign: "middle" }}>
            <div className="ink" style={theme.title}>
              {line.title}
            </div>
            <div className="soft" style={theme.detail}>
              {line.detail}
            </div>
          </Column>
          <Column
            className="line-part"
            align={theme.end}
            style={{
              padding: theme.end === "right" ? "0 0 0 12px" : "0 12px 0 0",
              verticalAlign: "middle",
            }}
          >
            <div className="ink" style={{ ...theme.price, whiteSpace: "nowrap" }}>
              {line.price}
            </div>
          </Column>
        </Row>
      </Column>
    </Row>
  );
}
