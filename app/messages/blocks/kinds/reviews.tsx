import { Column, Link, Row, Section } from "react-email";
import { z } from "zod";
import type { ProductView } from "../../merge/email-view";
import { PICTURE_PX } from "../../theme/theme";
import { blockOf, mergeLine } from "../elements/block-base";
import { Picture } from "../elements/Picture";
import { RatingLimits, ReviewedProduct } from "../elements/product-source";
import type { BlockProps } from "../elements/render-context";
import { Repeat, ShowIf } from "../elements/Repeat";
import { SectionTitle } from "../elements/SectionTitle";

/** A customer's words, which the merchant enters: Shopify shows other apps no texts of reviews. */
const Quote = z.strictObject({
  text: mergeLine(300),
  /** Empty: none. */
  name: mergeLine(60),
  /** Absent: not shown. */
  stars: z.number().int().min(1).max(5).optional(),
});

/**
 * A product with its rating, and what customers said about it. Omitted while the rating is missing or below the limits.
 * Quotations are about one product, so they are shown with the merchant's choice only.
 */
export const ReviewsBlock = blockOf("reviews", {
  title: mergeLine(120),
  source: ReviewedProduct,
  limits: RatingLimits,
  quotes: z.array(Quote).max(3),
});
export type ReviewsBlock = z.infer<typeof ReviewsBlock>;

export function ReviewsView({ block, context }: BlockProps<ReviewsBlock>) {
  const { theme, merge } = context;
  const quotes = block.source.kind === "chosen" ? block.quotes : [];
  return (
    <Repeat of={context.view.products[block.id] ?? []}>
      {({ c0 }) => (
        <ShowIf value={c0.rating}>
          <Section style={{ marginTop: `${theme.design.space.sectionPx}px` }}>
            {block.title !== "" && <SectionTitle title={merge(block.title)} context={context} />}
            <Rated product={c0} context={context} />
            {quotes.map((quote, i) => (
              <Quotation key={i} quote={quote} context={context} />
            ))}
          </Section>
        </ShowIf>
      )}
    </Repeat>
  );
}

interface RatedProps extends Pick<BlockProps<ReviewsBlock>, "context"> {
  readonly product: ProductView;
}

function Rated({ product, context: { theme } }: RatedProps) {
  const widthPx = PICTURE_PX.line;
  return (
    <Row style={{ margin: "0 0 16px" }}>
      <Column
        className="line-picture"
        width={widthPx + 20}
        style={{ verticalAlign: "middle", width: `${widthPx + 20}px` }}
      >
        <Picture
          src={product.imageUrl}
          alt={product.title}
          href={product.url}
          widthPx={widthPx}
          theme={theme}
        />
      </Column>
      <Column align={theme.start} style={{ verticalAlign: "middle" }}>
        <div>
          <Link className="ink" href={product.url} style={theme.title}>
            {product.title}
          </Link>
        </div>
        <div
          className="link"
          role="img"
          aria-label={product.ratingLabel ?? ""}
          style={{ ...theme.title, color: theme.link.color }}
        >
          {product.rating}
        </div>
      </Column>
    </Row>
  );
}

interface QuotationProps extends Pick<BlockProps<ReviewsBlock>, "context"> {
  readonly quote: ReviewsBlock["quotes"][number];
}

function Quotation({ quote: { text, name, stars }, context }: QuotationProps) {
  const { theme, merge, text: ownText } = context;
  return (
    <div className="rule" style={{ ...theme.rule, padding: "20px 0 16px", textAlign: theme.align }}>
      {stars !== undefined && (
        <div
          className="link"
          role="img"
          aria-label={ownText("rating.given", { stars })}
          style={{ ...theme.detail, color: theme.link.color, fontStyle: "normal" }}
        >
          {"★".repeat(stars) + "☆".repeat(5 - stars)}
        </div>
      )}
      <div className="ink" style={theme.quote}>
        {ownText("rating.quote", { quote: merge(text) })}
      </div>
      {name !== "" && (
        <div className="soft" style={{ ...theme.detail, margin: "8px 0 0" }}>
          {merge(name)}
        </div>
      )}
    </div>
  );
}
