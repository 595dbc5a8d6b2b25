import { formatMoney } from "~/lib/money";
import { untilText, type MailCoupon } from "../coupons/coupon";
import type { ShopBrand } from "../brand/load-brand.server";
import type { MailLanguage } from "../document/languages";
import type { MailBasket, MailProduct, MailValues } from "../merge/mail-values";
import type { NamedProduct } from "./mail-products.server";
import type { ShownProduct } from "./place-picks.server";
import type { BoughtOrder, AbandonedCheckout, Recipient } from "./recipient-facts.server";

interface Facts {
  readonly recipient: Recipient;
  readonly language: MailLanguage;
  readonly checkout: AbandonedCheckout | null;
  readonly cart: AbandonedCheckout | null;
  readonly order: BoughtOrder | null;
  readonly product: NamedProduct | null;
  readonly coupon: MailCoupon | null;
  /** Block id → products. */
  readonly shown: ReadonlyMap<string, readonly ShownProduct[]>;
  /** Product id → image. */
  readonly images: ReadonlyMap<string, string>;
  readonly meets: readonly string[];
}

type Price = (minor: number, currency?: string) => string;

/** Formats a recipient's merge values in their locale. */
export function mailValues(
  { recipient, language, checkout, cart, order, product, coupon, shown, images, meets }: Facts,
  shop: Pick<ShopBrand["shop"], "currency" | "url" | "timeZone">,
  preferenceLinks: Omit<MailValues["links"], "shop">,
): MailValues {
  const locale = localeWithin(language, recipient.locale);
  const price: Price = (minor, currency = shop.currency) =>
    formatMoney({ minor, currency }, locale);
  const products = Object.fromEntries(
    [...shown].map(([blockId, list]) => [blockId, list.map((it) => mailProduct(it, price))]),
  );
  return {
    recipient: { firstName: recipient.firstName },
    checkout: checkout && {
      ...basket({ ...checkout, name: null }, price, images),
      url: checkout.recoveryUrl,
    },
    cart: cart && {
      ...basket({ ...cart, name: null }, price, images),
      url: cart.recoveryUrl,
    },
    order: order && basket(order, price, images),
    product: product && namedProduct(product, price),
    coupon: coupon && {
      code: coupon.code,
      percent: new Intl.NumberFormat(locale, { style: "percent" }).format(coupon.percentOff / 100),
      until: untilText(coupon.endsAt, locale, shop.timeZone),
    },
    products,
    meets,
    links: { ...preferenceLinks, shop: shop.url },
    targets: [],
  };
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
): MailBasket {
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

function mailProduct({ product, placed }: ShownProduct, price: Price): MailProduct {
  const { title, compareAt, url, imageUrl, ...named } = namedProduct(product, price);
  const shown = { title, compareAt, url, imageUrl };
  return { ...shown, price: named.price ?? "", reason: placed?.sentence ?? null };
}

function namedProduct(
  { title, url, imageUrl, cartUrl, ...minor }: NamedProduct,
  price: Price,
): NonNullable<MailValues["product"]> {
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
    cartUrl,
  };
}

/**
 * The locale for amounts: the recipient's if it matches the email's language, otherwise the language. Arabic
 * uses Latin digits, like the titles and codes around them.
 */
function localeWithin(language: MailLanguage, locale: string | null): string {
  const tag = (locale ?? "").replace("_", "-");
  const isTag = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag);
  const [known = language] = Intl.NumberFormat.supportedLocalesOf(isTag ? tag : language);
  return known.startsWith("ar") ? `${known}-u-nu-latn` : known;
}
