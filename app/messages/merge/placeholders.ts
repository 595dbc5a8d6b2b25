import type { MergeValue } from "./merge-grammar";
import type { BasketView, EmailView, ProductView } from "../email-view";

/**
 * A template is rendered once, with these marks where values will go; the
 * compiler then cuts the result at the marks. They are private use characters,
 * which React leaves alone and no merchant's text may contain.
 */
const OPEN = "\ue000";
const CLOSE = "\ue001";

/** Finds each mark; group 1 is what `readMark` reads. */
export const MARK = new RegExp(`${OPEN}([^${CLOSE}]*)${CLOSE}`, "g");

/** A mark for a value. URI encoding keeps it whole through HTML escaping and white space folding. */
export function writeMark(value: MergeValue): string {
  return OPEN + encodeURIComponent(JSON.stringify(value)).replaceAll("'", "%27") + CLOSE;
}

/** The value that a mark stands for, from what `MARK` caught. */
export function readMark(encoded: string): MergeValue {
  return JSON.parse(decodeURIComponent(encoded)) as MergeValue;
}

/** The path of a text that is one mark and nothing else, or `null` for any other text. */
export function markedPath(text: string): string | null {
  const isMark = text.startsWith(OPEN) && text.indexOf(CLOSE) === text.length - 1;
  return isMark ? readMark(text.slice(1, -1)).path : null;
}

const mark = (path: string) => writeMark({ path, filters: [] });

const listPaths = new WeakMap<readonly unknown[], string>();

/** A list that stands for any list: one item of marks, to be repeated. */
function markList<T>(path: string, item: T): readonly T[] {
  const list = [item];
  listPaths.set(list, path);
  return list;
}

/** The path of a list made for the compiler, or `null` for a list of values. */
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
  total: mark(`${at}.total`),
  url: mark(`${at}.url`),
});

/**
 * The view that the compiler renders: marks for every value. What is not here,
 * no template can name.
 *
 * @param blockIds of the blocks that show products
 * @param ruledIds of the blocks that only those are shown who meet a rule
 */
export function markedView(blockIds: readonly string[], ruledIds: readonly string[]): EmailView {
  const row = {
    c0: markedProduct("item.c0"),
    c1: markedProduct("item.c1"),
    c2: markedProduct("item.c2"),
  };
  return {
    recipient: { firstName: mark("recipient.firstName") },
    checkout: markedBasket("checkout"),
    cart: markedBasket("cart"),
    order: markedBasket("order"),
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
  };
}
