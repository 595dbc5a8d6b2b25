import type { Text } from "~/i18n/create-text";
import { cleanText, isWebUrl } from "./clean-text";
import { IMAGE_WIDTHS, resizeImage, type ImageSize } from "./resize-image";
import { formatRating, NO_RATING, type RatingView } from "./format-rating";
import { viewMetafields, viewProperties } from "./view-properties";
import type { EmailBasket, EmailLine, EmailProduct, EmailValues } from "./email-values";

const MAX_LINES = 10;
const MAX_PRODUCTS = 12;

export interface LineView {
  readonly title: string;
  /** "Blue · Quantity: 2" */
  readonly detail: string;
  readonly price: string;
  readonly imageUrl: string | null;
}

export interface BasketView {
  readonly name: string | null;
  readonly lines: readonly LineView[];
  /** "and 3 more items", when there are more lines than an email should show. */
  readonly moreLines: string | null;
  readonly firstProductTitle: string | null;
  /** "yes" with more than one line. */
  readonly several: string | null;
  readonly total: string | null;
  readonly url: string | null;
}

interface OrderView extends BasketView {
  /** Its status page; the store if that is unknown. */
  readonly statusUrl: string;
  /** "yes" if the page is known. */
  readonly hasStatusPage: string | null;
}

export interface ProductView extends RatingView {
  readonly title: string;
  readonly price: string;
  readonly compareAt: string | null;
  readonly reason: string | null;
  readonly url: string;
  /** For a grid: square, so that the titles of a row are at one height. */
  readonly imageUrl: string | null;
  /** Across the email. */
  readonly largeImageUrl: string | null;
  /** "Only 3 left"; null while there are more than the block's limit, or if units are not counted. */
  readonly stock: string | null;
}

/** Up to three products side by side, for grids that also work in Outlook. */
interface ProductRow {
  readonly c0: ProductView;
  readonly c1: ProductView | null;
  readonly c2: ProductView | null;
}

/** View data of a template. Strings are sanitized, lists capped, values formatted. */
export interface EmailView {
  readonly recipient: EmailValues["recipient"];
  readonly event: Readonly<Record<string, string>>;
  readonly property: Readonly<Record<string, string>>;
  /** By namespace and key. */
  readonly metafield: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly checkout: BasketView;
  readonly cart: BasketView;
  readonly order: OrderView;
  readonly product: Readonly<
    Record<keyof ProductView | "cartUrl" | "seenPrice" | "lowestPrice", string | null>
  >;
  readonly coupon: Readonly<Record<"code" | "percent" | "until", string | null>>;
  readonly picks: {
    /** "yes" if the email shows any. */
    readonly shown: string | null;
    /** "yes" if those of personal lists were chosen by what the recipient did. */
    readonly personal: string | null;
    /** "yes" if those of lists of best sellers are best sellers. */
    readonly popular: string | null;
    /** What all of them go with: a product, or "your order". */
    readonly goesWith: string | null;
    /** The first recommended product. */
    readonly title: string | null;
    /** Its page; the store without one. */
    readonly url: string;
  };
  /** Block id → its rows. */
  readonly products: Readonly<Record<string, readonly ProductRow[]>>;
  /** Block id → "yes" if the recipient matches the block's rule. */
  readonly meets: Readonly<Record<string, string | null>>;
  readonly links: EmailValues["links"];
  readonly targets: readonly string[];
  /** What the email offers, as JSON for Gmail that is safe in a script (`writeAnnotations`). */
  readonly annotations: string | null;
}

/** Inputs of the view besides the values. */
export interface ViewShape {
  /** In the email's language. */
  readonly text: Text<"email">;
  /** Block id → how it shows its products. */
  readonly shapes: Readonly<Record<string, SlotShape>>;
}

/** How a block shows its products. */
export interface SlotShape {
  /** Products per row. */
  readonly columns: number;
  /** Size of large pictures. */
  readonly imageSize: ImageSize;
  /** Most units that are worth telling; null: none. */
  readonly maxStock: number | null;
  /** From which rating on it is shown; null: never. */
  readonly rating: { readonly minStars: number; readonly minCount: number } | null;
}

const CARD_SIZE: ImageSize = {
  widthPx: IMAGE_WIDTHS.card,
  crop: { heightPx: IMAGE_WIDTHS.card, focus: "center" },
};

const DEFAULT_SLOT: SlotShape = {
  columns: 1,
  imageSize: { widthPx: IMAGE_WIDTHS.large },
  maxStock: null,
  rating: null,
};

/** Converts merge values to view data. */
export function viewEmail(values: EmailValues, shape: ViewShape): EmailView {
  const { recipient, checkout, cart, order, product, coupon, meets, links, targets } = values;
  const products: Record<string, readonly ProductRow[]> = {};
  for (const blockId in values.products) {
    const slot = shape.shapes[blockId] ?? DEFAULT_SLOT;
    const shown = values.products[blockId]?.slice(0, MAX_PRODUCTS) ?? [];
    const views = shown.map((product) => viewProduct(product, slot, shape.text));
    products[blockId] = inRows(views, slot.columns);
  }
  const firstPick = findFirstPick(values);
  return {
    recipient: {
      firstName: greetingName(recipient.firstName),
      lastName: greetingName(recipient.lastName),
    },
    event: viewProperties(values.event),
    property: viewProperties(values.property),
    metafield: viewMetafields(values.property),
    checkout: checkout === null ? NO_BASKET : viewBasket(checkout, shape.text),
    cart: cart === null ? NO_BASKET : viewBasket(cart, shape.text),
    order: {
      ...(order === null ? NO_BASKET : viewBasket(order, shape.text)),
      statusUrl: order?.url ?? links.shop,
      hasStatusPage: order?.url ? "yes" : null,
    },
    product: product === null ? NO_PRODUCT : viewNamed(product, shape.text),
    coupon: coupon ?? { code: null, percent: null, until: null },
    picks: {
      shown: firstPick === null ? null : "yes",
      personal: values.isPersonal ? "yes" : null,
      popular: values.isPopular ? "yes" : null,
      goesWith: nameCompanion(values.goesWith, shape.text),
      title: cleanText(firstPick?.title ?? "", 120) || null,
      url: firstPick?.url ?? links.shop,
    },
    products,
    meets: Object.fromEntries(meets.map((blockId) => [blockId, "yes"])),
    links,
    targets,
    annotations: null,
  };
}

function nameCompanion(goesWith: EmailValues["goesWith"], text: Text<"email">): string | null {
  if (goesWith === "order") return text("reason.yourOrder");
  return cleanText(goesWith?.title ?? "", 120) || null;
}

/** Only recommended products have a reason. */
function findFirstPick({ products }: EmailValues): EmailProduct | null {
  for (const blockId in products) {
    const pick = products[blockId]?.find(({ reason }) => reason !== null);
    if (pick) return pick;
  }
  return null;
}

const NO_BASKET: BasketView = {
  name: null,
  lines: [],
  moreLines: null,
  firstProductTitle: null,
  several: null,
  total: null,
  url: null,
};

const NO_PRODUCT: EmailView["product"] = {
  cartUrl: null,
  seenPrice: null,
  lowestPrice: null,
  title: null,
  price: null,
  compareAt: null,
  reason: null,
  url: null,
  imageUrl: null,
  largeImageUrl: null,
  stock: null,
  rating: null,
  ratingLabel: null,
};

const NAME = /^[\p{L}\p{M}][\p{L}\p{M}'’. -]{0,29}$/u;
const HOST = /\p{L}\.\p{L}{2}/u;

/**
 * A first or last name for a greeting, or `null`. Anyone can type a name at a checkout with someone else's address, so a name
 * that could carry an advertisement (an address, digits, a sentence) is not repeated.
 */
export function greetingName(given: string | null): string | null {
  const name = cleanText(given ?? "", 100);
  return NAME.test(name) && !HOST.test(name) ? name : null;
}

function viewBasket({ name, lines, total, url }: EmailBasket, text: Text<"email">): BasketView {
  const hidden = Math.max(0, lines.length - MAX_LINES);
  const first = lines[0];
  return {
    name: name === null ? null : cleanText(name, 40) || null,
    lines: lines.slice(0, MAX_LINES).map((line) => viewLine(line, text)),
    moreLines: hidden === 0 ? null : text("summary.more", { count: hidden }),
    firstProductTitle: first === undefined ? null : cleanText(first.title, 120) || null,
    several: lines.length > 1 ? "yes" : null,
    total: cleanText(total, 40),
    url,
  };
}

function viewLine(line: EmailLine, text: Text<"email">): LineView {
  const { title, variantTitle, price, imageUrl } = line;
  const count = formatQuantity(line.quantity, text);
  return {
    title: cleanText(title, 120),
    detail: variantTitle ? `${cleanText(variantTitle, 60)} · ${count}` : count,
    price: cleanText(price, 40),
    imageUrl: resizeImage(webUrl(imageUrl), { widthPx: IMAGE_WIDTHS.line }),
  };
}

/** Larger quantities are rare. */
const MAX_KEPT_QUANTITY = 20;
const quantityTexts = new WeakMap<Text<"email">, Map<number, string>>();

/** Formats each small quantity once in a language, since a message takes longer to format than the rest of its line. */
function formatQuantity(count: number, text: Text<"email">): string {
  if (count > MAX_KEPT_QUANTITY) return text("summary.quantity", { count });
  const kept = quantityTexts.get(text) ?? new Map<number, string>();
  quantityTexts.set(text, kept);
  const known = kept.get(count) ?? text("summary.quantity", { count });
  kept.set(count, known);
  return known;
}

const webUrl = (url: string | null) => (url !== null && isWebUrl(url) ? url : null);

function viewProduct(
  { title, price, compareAt, reason, url, imageUrl, unitsLeft, rating }: EmailProduct,
  { imageSize, maxStock, rating: min }: SlotShape,
  text: Text<"email">,
): ProductView {
  const isScarce =
    unitsLeft !== null && maxStock !== null && unitsLeft > 0 && unitsLeft <= maxStock;
  const isGood =
    rating !== null && min !== null && rating.stars >= min.minStars && rating.count >= min.minCount;
  return {
    title: cleanText(title, 120),
    price: cleanText(price, 40),
    compareAt: compareAt === null ? null : cleanText(compareAt, 40),
    reason: reason === null ? null : cleanText(reason, 160),
    url,
    imageUrl: resizeImage(webUrl(imageUrl), CARD_SIZE),
    largeImageUrl: resizeImage(webUrl(imageUrl), imageSize),
    stock: isScarce ? text("stock.left", { count: unitsLeft }) : null,
    ...(isGood ? formatRating(rating, text) : NO_RATING),
  };
}

function viewNamed(
  product: NonNullable<EmailValues["product"]>,
  text: Text<"email">,
): EmailView["product"] {
  const view = viewProduct({ ...product, price: product.price ?? "" }, DEFAULT_SLOT, text);
  const amount = (text: string | null) => (text === null ? null : cleanText(text, 40));
  return {
    ...view,
    price: view.price || null,
    seenPrice: amount(product.seenPrice),
    lowestPrice: amount(product.lowestPrice),
    cartUrl: product.cartUrl,
  };
}

function inRows(products: readonly ProductView[], columns: number): readonly ProductRow[] {
  const rows: ProductRow[] = [];
  for (let i = 0; i < products.length; i += columns) {
    const c0 = products[i];
    if (c0 === undefined) break;
    rows.push({
      c0,
      c1: columns > 1 ? (products[i + 1] ?? null) : null,
      c2: columns > 2 ? (products[i + 2] ?? null) : null,
    });
  }
  return rows;
}
