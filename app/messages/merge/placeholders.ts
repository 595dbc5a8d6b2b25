import type { MergeValue } from "./merge-grammar";
import type { BasketView, EmailView, ProductView } from "./email-view";

/**
 * A template is rendered once with these markers in place of values; the compiler then splits the result at them.
 * They are private use characters, which React leaves unchanged and merchants' texts cannot contain.
 */
const OPEN = "\ue000";
const CLOSE = "\ue001";

/** Finds each marker; group 1 is the input of `readMark`. */
export const MARK = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`, "g");

/** A marker for a value. URI encoding protects it from HTML escaping and white space folding. */
export function writeMark(value: MergeValue): string {
  return OPEN + encodeURIComponent(JSON.stringify(value)).replaceAll("'", "%27") + CLOSE;
}

/** The value of a marker, from the match of `MARK`. */
export function readMark(encoded: string): MergeValue {
  return JSON.parse(decodeURIComponent(encoded)) as MergeValue;
}

/** The path of a text that consists of one marker, or `null`. */
export function markedPath(text: string): string | null {
  const isMark = text.startsWith(OPEN) && text.indexOf(CLOSE) === text.length - 1;
  return isMark ? readMark(text.slice(1, -1)).path : null;
}

const mark = (path: string) => writeMark({ path, filters: [] });

const listPaths = new WeakMap<readonly unknown[], string>();

/** A placeholder list with one item of markers to repeat. */
function markList<T>(path: string, item: T): readonly T[] {
  const list = [item];
  listPaths.set(list, path);
  return list;
}

/** The path of a placeholder list, or `null` for a list of values. */
export function markedListPath(list: readonly unknown[]): string | null {
  return listPaths.get(list) ?? null;
}

const markedProduct = (at: string): ProductView => ({
  title: mark(`${at}.title`),
  price: mark(`${at}.price`),
  compareAt: mark(`${at}.compareAt`),
  reason: mark(`${at}.reason`),
  url: mark(`${at}.url`),
  imageUrl: mark(`${at}.imageUrl`),
  largeImageUrl: mark(`${at}.largeImageUrl`),
  stock: mark(`${at}.stock`),
  rating: mark(`${at}.rating`),
  ratingLabel: mark(`${at}.ratingLabel`),
});

const markedBasket = (at: string): BasketView => ({
  name: mark(`${at}.name`),
  lines: markList(`${at}.lines`, {
    title: mark("item.title"),
    detail: mark("item.detail"),
    price: mark("item.price"),
    imageUrl: mark("item.imageUrl"),
  }),
  moreLines: mark(`${at}.moreLines`),
  firstProductTitle: mark(`${at}.firstProductTitle`),
  several: mark(`${at}.several`),
  total: mark(`${at}.total`),
  url: mark(`${at}.url`),
});

/**
 * The view that the compiler renders: markers for every value. Templates cannot use any others.
 *
 * @param blockIds ids of blocks with products
 * @param ruledIds ids of blocks with a rule for recipients
 */
export function markedView(blockIds: readonly string[], ruledIds: readonly string[]): EmailView {
  const row = {
    c0: markedProduct("item.c0"),
    c1: markedProduct("item.c1"),
    c2: markedProduct("item.c2"),
  };
  return {
    recipient: { firstName: mark("recipient.firstName"), lastName: mark("recipient.lastName") },
    // A text marks its own custom values, since their names are not known here.
    event: {},
    property: {},
    metafield: {},
    checkout: markedBasket("checkout"),
    cart: markedBasket("cart"),
    order: {
      ...markedBasket("order"),
      statusUrl: mark("order.statusUrl"),
      hasStatusPage: mark("order.hasStatusPage"),
    },
    product: {
      ...markedProduct("product"),
      seenPrice: mark("product.seenPrice"),
      lowestPrice: mark("product.lowestPrice"),
      cartUrl: mark("product.cartUrl"),
    },
    coupon: {
      code: mark("coupon.code"),
      percent: mark("coupon.percent"),
      until: mark("coupon.until"),
    },
    picks: {
      shown: mark("picks.shown"),
      personal: mark("picks.personal"),
      popular: mark("picks.popular"),
      goesWith: mark("picks.goesWith"),
      title: mark("picks.title"),
      url: mark("picks.url"),
    },
    products: Object.fromEntries(blockIds.map((id) => [id, markList(`products.${id}`, row)])),
    meets: Object.fromEntries(ruledIds.map((id) => [id, mark(`meets.${id}`)])),
    links: {
      unsubscribe: mark("links.unsubscribe"),
      preferences: mark("links.preferences"),
      lessOften: mark("links.lessOften"),
      pause: mark("links.pause"),
      shop: mark("links.shop"),
    },
    targets: [],
    annotations: mark("annotations"),
  };
}
