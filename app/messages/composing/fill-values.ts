import type { CustomProperties } from "~/events/custom-event";
import { localeOf } from "~/i18n/locale";
import type { ListSource, Reason } from "~/recommendations/recommendation";
import { untilText, type EmailCoupon } from "../coupons/coupon";
import type { ShopBrand } from "../brand/load-brand.server";
import type { SlotSource } from "../blocks/elements/product-source";
import type { EmailLanguage } from "../document/languages";
import type { ProductSlot } from "../document/product-slots";
import type { EmailBasket, EmailProduct, EmailValues } from "../merge/email-values";
import { writeAmount } from "../merge/write-amount";
import type { NamedProduct } from "./email-products.server";
import type { MessageProduct } from "./place-picks.server";
import type { BoughtOrder, AbandonedCheckout, Recipient } from "./recipient-facts.server";

interface Facts {
  readonly recipient: Recipient;
  readonly language: EmailLanguage;
  readonly event: CustomProperties;
  readonly checkout: AbandonedCheckout | null;
  readonly cart: AbandonedCheckout | null;
  readonly order: BoughtOrder | null;
  readonly product: NamedProduct | null;
  readonly coupon: EmailCoupon | null;
  readonly slots: readonly Pick<ProductSlot, "blockId" | "source">[];
  /** Block id → products. */
  readonly shown: ReadonlyMap<string, readonly MessageProduct[]>;
  /** Product id → image. */
  readonly images: ReadonlyMap<string, string>;
  readonly meets: readonly string[];
}

type Price = (minor: number, currency?: string) => string;

/** Formats a recipient's merge values in their locale. */
export function emailValues(
  facts: Facts,
  shop: Pick<ShopBrand["shop"], "currency" | "url" | "timeZone">,
  preferenceLinks: Omit<EmailValues["links"], "shop">,
): EmailValues {
  const { recipient, language, event, checkout, cart, order, product } = facts;
  const { coupon, shown, images, meets } = facts;
  const locale = localeWithin(language, recipient.locale);
  const price: Price = (minor, currency = shop.currency) =>
    writeAmount({ minor, currency }, locale);
  const products = Object.fromEntries(
    [...shown].map(([blockId, list]) => [blockId, list.map((it) => emailProduct(it, price))]),
  );
  return {
    recipient: { firstName: recipient.firstName, lastName: recipient.lastName },
    event,
    property: recipient.property,
    checkout: checkout && {
      ...basket({ ...checkout, name: null }, price, images),
      url: checkout.recoveryUrl,
    },
    cart: cart && {
      ...basket({ ...cart, name: null }, price, images),
      url: cart.recoveryUrl,
    },
    order: order && { ...basket(order, price, images), url: order.statusUrl },
    product: product && namedProduct(product, price),
    coupon: coupon && {
      code: coupon.code,
      percent: new Intl.NumberFormat(locale, { style: "percent" }).format(coupon.percentOff / 100),
      until: untilText(coupon.endsAt, locale, shop.timeZone),
    },
    isPersonal: areAllFrom(facts, "list", (list) => !FOR_EVERYONE.has(list)),
    isPopular: areAllFrom(facts, "best_sellers", (list) => BEST_SELLERS.has(list)),
    goesWith: companionOf(facts),
    products,
    meets,
    links: { ...preferenceLinks, shop: shop.url },
    targets: [],
  };
}

/** The lists that do not depend on the recipient. */
const FOR_EVERYONE: ReadonlySet<ListSource> = new Set(["store_best_sellers", "newest"]);
const BEST_SELLERS: ReadonlySet<ListSource> = new Set([
  "category_best_sellers",
  "store_best_sellers",
]);

/** Whether blocks of this source show products, and all from such lists: other lists may stand in. */
function areAllFrom(
  { slots, shown }: Facts,
  kind: SlotSource["kind"],
  isOne: (list: ListSource) => boolean,
): boolean {
  const products = slots.flatMap(({ blockId, source }) =>
    source.kind === kind ? (shown.get(blockId) ?? []) : [],
  );
  const lists = products.flatMap(({ placed }) => placed?.source ?? []);
  return lists.length > 0 && lists.every(isOne);
}

/** Reasons that say that a product goes with another one. */
const GO_WITH: ReadonlySet<Reason["kind"]> = new Set([
  "goes_with",
  "because_you_bought",
  "bought_together",
  "chosen_next",
]);

/** What the email may say that its recommendations go with: all of them do. */
function companionOf({ checkout, cart, order, product, shown }: Facts): EmailValues["goesWith"] {
  const reasons = [...shown.values()].flat().flatMap(({ placed }) => placed?.reason ?? []);
  const lines = [checkout, cart, order].flatMap((basket) => basket?.lines ?? []);
  const own = new Map(
    [...(product ? [product] : []), ...lines].map(({ productId, title }) => [productId, title]),
  );
  const titles = new Set(
    reasons.map((reason) =>
      GO_WITH.has(reason.kind) && "productId" in reason ? own.get(reason.productId) : undefined,
    ),
  );
  const [title] = titles;
  if (title === undefined || titles.has(undefined)) return null;
  if (titles.size === 1) return { title };
  return order === null ? null : "order";
}

type BasketFacts = Pick<BoughtOrder, "totalMinor" | "currency"> & {
  readonly name: string | null;
  readonly lines: readonly (BoughtOrder["lines"][number] & {
    readonly variantTitle?: string | null;
  })[];
};

function basket(
  { name, lines, totalMinor, currency }: BasketFacts,
  price: Price,
  images: ReadonlyMap<string, string>,
): EmailBasket {
  return {
    name,
    lines: lines.map(({ title, variantTitle = null, quantity, netMinor, productId }) => ({
      title,
      variantTitle,
      quantity,
      price: price(netMinor, currency),
      imageUrl: (productId !== null && images.get(productId)) || null,
    })),
    total: price(totalMinor, currency),
    url: null,
  };
}

function emailProduct({ product, placed }: MessageProduct, price: Price): EmailProduct {
  const { title, compareAt, url, imageUrl, unitsLeft, rating, ...named } = namedProduct(
    product,
    price,
  );
  const shown = { title, compareAt, url, imageUrl, unitsLeft, rating };
  return { ...shown, price: named.price ?? "", reason: placed?.sentence ?? null };
}

function namedProduct(
  { title, url, imageUrl, cartUrl, unitsLeft, rating, ...minor }: NamedProduct,
  price: Price,
): NonNullable<EmailValues["product"]> {
  const amount = (it: number | null) => (it === null ? null : price(it));
  return {
    title,
    price: amount(minor.priceMinor),
    compareAt: amount(minor.compareAtMinor),
    seenPrice: amount(minor.seenMinor),
    lowestPrice: amount(minor.lowestMinor),
    url,
    imageUrl,
    reason: null,
    unitsLeft,
    rating,
    cartUrl,
  };
}

/**
 * The locale of amounts and dates: the recipient's region if their language is the email's. Digits are Latin, like those
 * of the titles and codes around them.
 */
function localeWithin(language: EmailLanguage, locale: string | null): string {
  return new Intl.Locale(localeOf(language, [locale ?? ""]), {
    numberingSystem: "latn",
  }).toString();
}
