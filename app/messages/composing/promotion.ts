import { currencyExponent } from "~/lib/money";
import type { Block } from "../blocks/block";
import type { EmailCoupon } from "../coupons/coupon";
import { visibleLeaves } from "../document/block-rules";
import { getProductSource } from "../document/product-slots";
import { isPictureUrl } from "../merge/clean-text";
import type { EmailView } from "../merge/email-view";
import type { EmailValues } from "../merge/email-values";
import { resizeImage } from "../merge/resize-image";
import type { MessageProduct } from "./place-picks.server";
import type { AbandonedCheckout } from "./recipient-facts.server";

/** A discount as Gmail shows it in its promotions tab. */
export interface PromotedOffer {
  readonly code: string;
  /** "10% off"; null: unknown. */
  readonly description: string | null;
  /** When the code was given, and when it expires; null: not limited. */
  readonly starts: Date | null;
  readonly ends: Date | null;
}

/** A product as a card of Gmail's carousel. */
export interface PromotedProduct {
  readonly title: string;
  readonly imageUrl: string;
  readonly url: string;
  /** Decimal amounts: "24.00"; the price before the discount. */
  readonly price: string | null;
  readonly currency: string;
  readonly discount: string | null;
}

/** What one recipient's email offers. */
export interface Promotion {
  readonly logoUrl: string | null;
  readonly offer: PromotedOffer | null;
  readonly products: readonly PromotedProduct[];
}

export interface PromotionFacts {
  readonly email: { readonly blocks: readonly Block[] };
  /** As the email shows it, with tracked links. */
  readonly view: EmailView;
  readonly values: Pick<EmailValues, "products" | "checkout" | "cart">;
  readonly shown: ReadonlyMap<string, readonly MessageProduct[]>;
  readonly checkout: AbandonedCheckout | null;
  readonly cart: AbandonedCheckout | null;
  readonly coupon: EmailCoupon | null;
  readonly meets: readonly string[];
  readonly logoUrl: string | null;
  readonly currency: string;
  readonly now: Date;
  /** "10% off" in the email's language. */
  readonly describeOffer: (percent: string) => string;
}

/** Gmail shows at most ten cards. */
const MAX_CARDS = 10;
/** Longer texts do not fit into the badge of a deal. */
export const MAX_BADGE_CHARS = 40;

/**
 * Collects what this recipient's email offers, from the blocks that the recipient sees: their discount code or the
 * merchant's, and up to ten products with a picture, none twice.
 */
export function collectPromotion(facts: PromotionFacts): Promotion {
  const { logoUrl } = facts;
  const blocks = visibleLeaves(facts.email.blocks, (block) => isVisible(block, facts));
  const products = new Map<string, PromotedProduct>();
  for (const product of blocks.flatMap((block) => productsOf(block, facts))) {
    if (products.size < MAX_CARDS && !products.has(product.imageUrl)) {
      products.set(product.imageUrl, product);
    }
  }
  return {
    logoUrl: logoUrl !== null && isPictureUrl(logoUrl) ? logoUrl : null,
    offer: offerOf(blocks, facts),
    products: [...products.values()],
  };
}

function isVisible({ id, when }: Block, { meets, view }: PromotionFacts): boolean {
  if (when === null) return true;
  if (when.kind === "rule") return meets.includes(id) === (when.is === "met");
  return (valueAt(view, when.path) !== "") === (when.is === "present");
}

/** The text or the length of the list at a path; "" without one. */
function valueAt(view: EmailView, path: string): string {
  let node: unknown = view;
  for (const key of path.split(".")) {
    node = typeof node === "object" && node !== null ? Reflect.get(node, key) : null;
  }
  return Array.isArray(node) ? "x".repeat(node.length) : typeof node === "string" ? node : "";
}

function offerOf(
  blocks: readonly Block[],
  { coupon, view, now, describeOffer }: PromotionFacts,
): PromotedOffer | null {
  // A code is drawn only for an email that shows it.
  if (coupon !== null) {
    return {
      code: coupon.code,
      description: describeOffer(view.coupon.percent ?? ""),
      starts: now,
      ends: coupon.endsAt,
    };
  }
  for (const block of blocks) {
    if (block.kind !== "coupon" || block.code === "" || hasMergeValue(block.code)) continue;
    const { title } = block;
    const isBadge = title !== "" && title.length <= MAX_BADGE_CHARS && !hasMergeValue(title);
    return { code: block.code, description: isBadge ? title : null, starts: null, ends: null };
  }
  return null;
}

const hasMergeValue = (text: string) => text.includes("{{");

function productsOf(block: Block, facts: PromotionFacts): PromotedProduct[] {
  if (block.kind === "order-summary") {
    return block.of === "order" ? [] : basketProducts(block.of, facts);
  }
  if (getProductSource(block) === null) return [];
  const products = facts.shown.get(block.id) ?? [];
  return products.flatMap(({ product }, i) => {
    const shown = facts.values.products[block.id]?.[i];
    const imageUrl = cardImage(product.imageUrl);
    if (!shown || imageUrl === null) return [];
    const { title, priceMinor, compareAtMinor } = product;
    const { currency } = facts;
    const isReduced = priceMinor !== null && compareAtMinor !== null;
    return [
      {
        title,
        imageUrl,
        url: shown.url,
        price: decimal(isReduced ? compareAtMinor : priceMinor, currency),
        currency,
        discount: isReduced ? decimal(compareAtMinor - priceMinor, currency) : null,
      },
    ];
  });
}

/** The lines that wait in the recipient's checkout or cart. Each card leads back to it. */
function basketProducts(
  of: "checkout" | "cart",
  { values, checkout, cart }: PromotionFacts,
): PromotedProduct[] {
  const shown = values[of];
  const left = of === "checkout" ? checkout : cart;
  if (!shown?.url || !left) return [];
  const { url } = shown;
  const { currency } = left;
  return left.lines.flatMap(({ title, quantity, netMinor }, i) => {
    const imageUrl = cardImage(shown.lines[i]?.imageUrl ?? "");
    if (imageUrl === null) return [];
    const price = quantity === 1 ? decimal(netMinor, currency) : null;
    return [{ title, imageUrl, url, price, currency, discount: null }];
  });
}

/** Gmail takes 4:5, 1:1 and 1.91:1, and all cards in the same proportions. */
const CARD_SIZE = { widthPx: 536, crop: { heightPx: 536, focus: "center" } } as const;
/** Gmail shows JPEG and PNG only. */
const OTHER_FORMAT = /\.(?:gif|webp|avif|heic|svg)(?:[?#]|$)/i;

/** The picture of a card; null if Gmail would not show it. */
function cardImage(imageUrl: string): string | null {
  if (!isPictureUrl(imageUrl)) return null;
  const resized = resizeImage(imageUrl, CARD_SIZE);
  if (resized === null || !OTHER_FORMAT.test(imageUrl)) return resized;
  // Shopify converts the pictures that it resizes.
  return resized === imageUrl ? null : `${resized}&format=jpg`;
}

function decimal(minor: number | null, currency: string): string | null {
  if (minor === null) return null;
  const exponent = currencyExponent(currency);
  return (minor / 10 ** exponent).toFixed(exponent);
}
