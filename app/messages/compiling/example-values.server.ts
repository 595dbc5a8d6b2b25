import { localeOf } from "~/i18n/locale";
import type { OwnTexts } from "~/i18n/own-texts";
import { textIn } from "~/i18n/text-in.server";
import { untilText } from "../coupons/coupon";
import type { Reason } from "~/recommendations/recommendation";
import type { SlotSource } from "../blocks/elements/product-source";
import type { EmailLanguage } from "../document/languages";
import type { LocalEmail } from "../document/email-document";
import { describeReasonIn } from "../merge/describe-reason";
import { blockRules } from "../document/block-rules";
import { slotShapes, listProductSlots } from "../document/product-slots";
import { viewEmail, type EmailView } from "../merge/email-view";
import { writeAmount } from "../merge/write-amount";
import type { EmailBasket, EmailProduct, EmailValues } from "../merge/email-values";

/** A product of the shop for an example. */
export interface ExampleProduct {
  readonly title: string;
  readonly priceMinor: number;
  readonly compareAtMinor: number | null;
  readonly imageUrl: string | null;
}

/** Few enough to be shown by blocks that tell how many are left. */
const EXAMPLE_UNITS = 3;

/** Shown by blocks that show ratings. */
const EXAMPLE_RATING = { stars: 4.7, count: 213 };

/** Used when the shop has fewer products. */
const NO_PRODUCT: ExampleProduct = {
  title: "An example product",
  priceMinor: 24_00,
  compareAtMinor: null,
  imageUrl: null,
};

interface Example {
  readonly products: readonly ExampleProduct[];
  readonly currency: string;
  readonly shopUrl: string;
  /** The shop's own texts, if it has any. */
  readonly ownTexts?: OwnTexts | undefined;
  /** The email's discount; null: none; absent: an obvious example. */
  readonly coupon?: ExampleCoupon | null | undefined;
}

interface ExampleCoupon {
  /** Whole percent. */
  readonly percentOff: number;
  readonly endsAt: Date;
  /** The shop's time zone, an IANA name. */
  readonly timeZone: string;
}

/** Values that fill any email for a preview: a customer called Ada, and products of the shop. */
export function exampleValues(email: LocalEmail, example: Example): EmailValues {
  const { products, currency, shopUrl } = example;
  const { language } = email;
  const locale = localeOf(language, []);
  const productAt = (index: number) => products[index % Math.max(1, products.length)] ?? NO_PRODUCT;
  const price = (minor: number) => writeAmount({ minor, currency }, locale);
  const bought = productAt(0);
  const formerMinor = bought.compareAtMinor ?? bought.priceMinor * 2;
  const titles = new Map([["0", bought.title]]);
  const reasonText = textIn(language, "email", example.ownTexts);
  const show = (index: number, source: SlotSource): EmailProduct => {
    const reason = exampleReason(source);
    const { title, priceMinor, compareAtMinor, imageUrl } = productAt(index);
    return {
      title,
      price: price(priceMinor),
      compareAt: compareAtMinor === null ? null : price(compareAtMinor),
      url: shopUrl,
      imageUrl,
      reason: reason === null ? null : describeReasonIn(reasonText, reason, titles),
      unitsLeft: EXAMPLE_UNITS,
      rating: EXAMPLE_RATING,
    };
  };
  // As in real emails, no product is recommended twice.
  let next = 1;
  const shown = new Map<string, readonly EmailProduct[]>();
  for (const { blockId, source, count, isReview } of listProductSlots(email.blocks)) {
    const [reviewed] = [...shown.values()].flat();
    if (isReview && reviewed) {
      shown.set(blockId, [{ ...reviewed, reason: null }]);
      continue;
    }
    const isTrigger = source.kind === "trigger";
    const first = isTrigger ? 0 : next;
    if (!isTrigger) next += count;
    shown.set(
      blockId,
      Array.from({ length: count }, (_, i) => show(first + i, source)),
    );
  }
  const sources = listProductSlots(email.blocks).flatMap(({ source }) =>
    exampleReason(source) === null ? [] : [source],
  );
  const basket: EmailBasket = {
    name: "#1001",
    lines: [
      {
        title: bought.title,
        variantTitle: null,
        quantity: 1,
        price: price(bought.priceMinor),
        imageUrl: bought.imageUrl,
      },
    ],
    total: price(bought.priceMinor),
    url: shopUrl,
  };
  return {
    recipient: { firstName: "Ada", lastName: "Lovelace" },
    event: {},
    property: {},
    checkout: basket,
    cart: basket,
    order: basket,
    product: {
      ...show(0, { kind: "trigger" }),
      seenPrice: price(formerMinor),
      lowestPrice: price(formerMinor),
      cartUrl: shopUrl,
    },
    coupon: example.coupon === null ? null : exampleCoupon(language, example.coupon),
    isPersonal: true,
    isPopular: true,
    goesWith: sources.length > 0 && sources.every(goesWithTrigger) ? { title: bought.title } : null,
    products: Object.fromEntries(shown),
    // An example matches every rule, so that every block is visible.
    meets: blockRules(email.blocks).map(({ blockId }) => blockId),
    links: {
      ...{ unsubscribe: shopUrl, preferences: shopUrl, shop: shopUrl },
      ...{ lessOften: shopUrl, pause: shopUrl },
    },
    targets: Array.from({ length: 100 }, () => shopUrl),
  };
}

/** Without a known day, uses a year that is obviously an example. */
function exampleCoupon(
  language: EmailLanguage,
  given: ExampleCoupon | undefined,
): NonNullable<EmailValues["coupon"]> {
  const locale = `${localeOf(language, [])}-u-nu-latn`;
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: "UTC" });
  return {
    code: "EXAMPLE-CODE",
    percent: new Intl.NumberFormat(locale, { style: "percent" }).format(
      (given?.percentOff ?? 10) / 100,
    ),
    until: given
      ? untilText(given.endsAt, locale, given.timeZone)
      : day.format(Date.UTC(2000, 11, 31)).replaceAll(" ", "\u00a0"),
  };
}

/** The reason that recommendations of this source usually have; null if they have none. */
function exampleReason(source: SlotSource): Reason | null {
  const counted = { productId: "0", title: null, sharedBuyers: 12, share: 0.2 };
  switch (source.kind) {
    case "trigger":
    case "first":
    case "chosen":
      return null;
    case "newest":
      return { kind: "newest" };
    case "best_sellers":
      return { kind: "popular", buyers: 12, windowDays: 90 };
    case "alike":
      return { kind: "similar", productId: "0", title: null };
    case "list":
      return isOfTrigger(source.list)
        ? { kind: source.list, ...counted }
        : { kind: "because_you_looked_at", productId: "0", title: null };
  }
}

const isOfTrigger = (list: string): list is "goes_with" | "chosen_next" =>
  list === "goes_with" || list === "chosen_next";

const goesWithTrigger = (source: SlotSource) => source.kind === "list" && isOfTrigger(source.list);

/** `exampleValues` as the email's blocks show them. */
export function exampleView(email: LocalEmail, example: Example): EmailView {
  const { language, blocks } = email;
  const text = textIn(language, "email", example.ownTexts);
  const shape = { text, shapes: slotShapes(blocks) };
  return viewEmail(exampleValues(email, example), shape);
}
