import { CUSTOM_NAME } from "~/events/custom-event";

/**
 * The merge values of an email for the merchant's texts. No others can be used, except the custom ones
 * (`isCustomPath`).
 */
interface MergePath {
  /** A URL may only be used in a link, a fact only in the condition of a block. */
  readonly is: "text" | "address" | "fact";
  /** What must be present for the value to exist: a trigger object, or a line of a repeated block. */
  readonly of: "always" | "checkout" | "cart" | "order" | "product" | "line";
  /** Whether some recipients lack it even then. */
  readonly mayBeMissing: boolean;
}

const text = (of: MergePath["of"], mayBeMissing = false): MergePath => ({
  is: "text",
  of,
  mayBeMissing,
});
const address = (of: MergePath["of"]): MergePath => ({
  is: "address",
  of,
  mayBeMissing: false,
});

/** The merge values that texts and links of an email may use; their names are the texts of `merge-values`. */
const MERGE_PATHS = {
  "recipient.firstName": text("always", true),
  "recipient.lastName": text("always", true),
  "brand.shopName": text("always"),
  "links.shop": address("always"),
  "links.preferences": address("always"),
  "links.lessOften": address("always"),
  "links.pause": address("always"),
  "links.unsubscribe": address("always"),
  "picks.url": address("always"),
  "picks.title": text("always", true),
  "picks.goesWith": text("always", true),
  "picks.shown": { is: "fact", of: "always", mayBeMissing: true },
  "picks.personal": { is: "fact", of: "always", mayBeMissing: true },
  "picks.popular": { is: "fact", of: "always", mayBeMissing: true },
  "coupon.code": text("always", true),
  "coupon.percent": text("always", true),
  "coupon.until": text("always", true),
  "checkout.firstProductTitle": text("checkout"),
  "checkout.total": text("checkout"),
  "checkout.url": address("checkout"),
  "cart.firstProductTitle": text("cart"),
  "cart.total": text("cart"),
  "cart.url": address("cart"),
  "order.name": text("order"),
  "order.firstProductTitle": text("order"),
  "order.total": text("order"),
  "order.statusUrl": address("order"),
  "order.hasStatusPage": { is: "fact", of: "order", mayBeMissing: true },
  "product.title": text("product"),
  "product.price": text("product", true),
  "product.compareAt": text("product", true),
  "product.seenPrice": text("product", true),
  "product.lowestPrice": text("product", true),
  "product.url": address("product"),
  "product.cartUrl": address("product"),
  "item.title": text("line"),
  "item.detail": text("line"),
  "item.price": text("line"),
} as const satisfies Readonly<Record<string, MergePath>>;

type MergePathName = keyof typeof MERGE_PATHS;

const NAMES = Object.keys(MERGE_PATHS) as MergePathName[];

const isLine = (name: MergePathName) => MERGE_PATHS[name].of === "line";

/** The values that a text may use; inside a repeated block also those of its line. */
export function textPaths(inRepeat: boolean): readonly string[] {
  return NAMES.filter((name) => MERGE_PATHS[name].is === "text" && (inRepeat || !isLine(name)));
}

/** The values that a link may use. */
export function linkPaths(inRepeat: boolean): readonly string[] {
  return NAMES.filter((name) => MERGE_PATHS[name].is !== "fact" && (inRepeat || !isLine(name)));
}

/** The values and facts that a block's condition may use. */
export function conditionPaths(inRepeat: boolean): readonly string[] {
  return NAMES.filter((name) => MERGE_PATHS[name].is !== "address" && (inRepeat || !isLine(name)));
}

/** What Shopify allows in the namespace and the key of a metafield. */
const METAFIELD_PART = /^[\w-]+$/;

/**
 * Whether a path is a property of the custom event that triggered the flow, `event.rating`, of the customer,
 * `property.points`, or a metafield that the shop follows, `metafield.custom.birthday`. Their names are the merchant's own, so no list has them, and some recipients lack them.
 */
export function isCustomPath(path: string): boolean {
  const [of, name = "", ...rest] = path.split(".");
  if (of === "metafield") {
    const [key = "", ...more] = rest;
    return more.length === 0 && METAFIELD_PART.test(name) && METAFIELD_PART.test(key);
  }
  return (of === "event" || of === "property") && rest.length === 0 && CUSTOM_NAME.test(name);
}

/** The description of `path`, or null for an unknown one. */
export function mergePath(path: string): MergePath | null {
  if (isCustomPath(path)) return text("always", true);
  return Object.hasOwn(MERGE_PATHS, path) ? MERGE_PATHS[path as MergePathName] : null;
}

/** Values that usually exist in an email with a given reason. */
const GIVEN: Readonly<Record<string, readonly MergePath["of"][]>> = {
  checkout: ["checkout"],
  cart: ["cart"],
  order: ["order", "product"],
  viewed: ["product"],
  request: ["product"],
};

/**
 * The paths that have a value in an email with this reason.
 * @param because the footer's reason
 */
export function pathsGiven(paths: readonly string[], because: string): readonly string[] {
  const of = ["always", "line", ...(GIVEN[because] ?? [])];
  return paths.filter((path) => of.includes(mergePath(path)?.of ?? ""));
}

/** What the texts of campaigns may use: they have no trigger. */
export const CAMPAIGN_PATHS = pathsGiven(textPaths(false), "subscribed");
