import type { MergeValue } from "./merge-grammar";
import type { MailView, PickView } from "../mail-view";

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

const markedPick = (at: string): PickView => ({
  title: mark(`${at}.title`),
  price: mark(`${at}.price`),
  reason: mark(`${at}.reason`),
  url: mark(`${at}.url`),
  imageUrl: mark(`${at}.imageUrl`),
});

/** The view that the compiler renders: marks for every value. What is not here, no template can name. */
export const MARKED_VIEW: MailView = {
  recipient: { firstName: mark("recipient.firstName") },
  checkout: {
    lines: markList("checkout.lines", {
      title: mark("item.title"),
      detail: mark("item.detail"),
      price: mark("item.price"),
      imageUrl: mark("item.imageUrl"),
    }),
    moreLines: mark("checkout.moreLines"),
    firstProductTitle: mark("checkout.firstProductTitle"),
    total: mark("checkout.total"),
    recoveryUrl: mark("checkout.recoveryUrl"),
  },
  order: { firstProductTitle: mark("order.firstProductTitle") },
  picks: markList("picks", markedPick("item")),
  pickPairs: markList("pickPairs", {
    left: markedPick("item.left"),
    right: markedPick("item.right"),
  }),
  links: { unsubscribe: mark("links.unsubscribe"), shop: mark("links.shop") },
};
