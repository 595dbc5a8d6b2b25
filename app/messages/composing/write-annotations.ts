import { truncate } from "../merge/clean-text";
import {
  MAX_BADGE_CHARS,
  type PromotedOffer,
  type PromotedProduct,
  type Promotion,
} from "./promotion";

/** Gmail shows a title in one or two lines. */
const MAX_TITLE_CHARS = 80;

/**
 * What an email offers, as Gmail reads it for the promotions tab: JSON-LD that is safe in a script, or null without
 * anything to tell.
 *
 * @see https://developers.google.com/gmail/promotab/reference
 */
export function writeAnnotations({ logoUrl, offer, products }: Promotion): string | null {
  const nodes = [
    ...(logoUrl === null ? [] : [{ ...nodeOf("Organization"), logo: logoUrl }]),
    ...(offer === null ? [] : [offerNode(offer)]),
    ...products.map(cardNode),
  ];
  // "<" could end the script or begin a comment in it.
  return nodes.length === 0 ? null : JSON.stringify(nodes).replaceAll("<", "\\u003c");
}

function offerNode({ code, description, starts, ends }: PromotedOffer): object {
  return {
    ...nodeOf("DiscountOffer"),
    ...(description !== null && { description: truncate(description, MAX_BADGE_CHARS) }),
    discountCode: code,
    ...(starts !== null && { availabilityStarts: starts.toISOString() }),
    ...(ends !== null && { availabilityEnds: ends.toISOString() }),
  };
}

/** An undefined field is not written. Spreading fields would take longer than writing the JSON. */
function cardNode(product: PromotedProduct, index: number): object {
  const { title, imageUrl, url, price, currency, discount } = product;
  return {
    "@context": CONTEXT,
    "@type": "PromotionCard",
    image: imageUrl,
    url,
    headline: truncate(title, MAX_TITLE_CHARS),
    price: price ?? undefined,
    priceCurrency: price === null ? undefined : currency,
    discountValue: discount ?? undefined,
    position: index + 1,
  };
}

const CONTEXT = "http://schema.org/";

const nodeOf = (type: string) => ({ "@context": CONTEXT, "@type": type });
