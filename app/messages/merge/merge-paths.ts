/** The merge values of an email for the merchant's texts. No others can be used. */
interface MergePath {
  /** Text for the merchant. */
  readonly label: string;
  /** A URL may only be used in a link. */
  readonly is: "text" | "address";
  /** What must be present for the value to exist: a trigger object, or a line of a repeated block. */
  readonly of: "always" | "checkout" | "cart" | "order" | "product" | "line";
  /** Whether some recipients lack it even then. */
  readonly mayBeMissing: boolean;
}

const text = (label: string, of: MergePath["of"], mayBeMissing = false): MergePath => ({
  label,
  is: "text",
  of,
  mayBeMissing,
});
const address = (label: string, of: MergePath["of"]): MergePath => ({
  label,
  is: "address",
  of,
  mayBeMissing: false,
});

/** The merge values that texts and links of an email may use. */
const MERGE_PATHS = {
  "recipient.firstName": text("First name", "always", true),
  "recipient.lastName": text("Last name", "always", true),
  "brand.shopName": text("Store name", "always"),
  "links.shop": address("Link to the store", "always"),
  "links.preferences": address("Link to their email preferences", "always"),
  "links.lessOften": address("Link to get email once a month at most", "always"),
  "links.pause": address("Link to a pause of a month", "always"),
  "links.unsubscribe": address("Link to unsubscribe", "always"),
  "coupon.code": text("Discount code of their own", "always", true),
  "coupon.percent": text("What the code takes off", "always", true),
  "coupon.until": text("Last day of the code", "always", true),
  "checkout.firstProductTitle": text("First product in the checkout", "checkout"),
  "checkout.total": text("Checkout total", "checkout"),
  "checkout.url": address("Link back to the checkout", "checkout"),
  "cart.firstProductTitle": text("First product in the cart", "cart"),
  "cart.total": text("Cart total", "cart"),
  "cart.url": address("Link back to the cart", "cart"),
  "order.name": text("Order number", "order"),
  "order.firstProductTitle": text("First product of the order", "order"),
  "order.total": text("Order total", "order"),
  "product.title": text("Product", "product"),
  "product.price": text("Price of the product", "product", true),
  "product.compareAt": text("Former price of the product", "product", true),
  "product.seenPrice": text("Price when they looked at it", "product", true),
  "product.lowestPrice": text("Lowest price of 30 days, where law wants it", "product", true),
  "product.url": address("Link to the product", "product"),
  "product.cartUrl": address("Link to a cart with the product", "product"),
  "item.title": text("Product of the line", "line"),
  "item.detail": text("Variant and quantity of the line", "line"),
  "item.price": text("Price of the line", "line"),
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
  return NAMES.filter((name) => inRepeat || !isLine(name));
}

/** The description of `path`, or null for an unknown one. */
export function mergePath(path: string): MergePath | null {
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
