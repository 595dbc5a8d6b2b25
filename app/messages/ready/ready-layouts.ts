import type { EmailReason } from "../blocks/kinds/footer";
import type { ProductSource } from "../blocks/elements/product-source";
import type { ReadyTexts } from "./ready-texts.server";

/** A part of a prebuilt email below its heading and text. */
export type ReadyPart =
  /** A picture of a product below the opening, which has the heading, the text, the code and the button. */
  | {
      readonly kind: "hero";
      readonly source: ProductSource;
      /** Whether the email is skipped without it. */
      readonly required: boolean;
      /** Whether the shop's own picture replaces it. */
      readonly prefersCover: boolean;
    }
  /** The items of a cart or an order, with the recovery link if abandoned. */
  | { readonly kind: "basket"; readonly of: "checkout" | "cart" | "order" }
  /** The trigger product, with the email's button. */
  | {
      readonly kind: "product";
      /**
       * Whether the email is also sent while the product is sold out. It then says so, links to the product page with
       * its alert form, and recommends similar products.
       */
      readonly maybeSoldOut: boolean;
      /** Target of the button. */
      readonly to: "page" | "cart";
    }
  /** The product's price when the reader viewed it, and its lowest price of 30 days if the law requires it. */
  | { readonly kind: "prices" }
  /** The email's button, which links to the first recommended product. */
  | { readonly kind: "pick" }
  /** A button to the order's status page; while Shopify did not report that page, the email's own button to the store. */
  | { readonly kind: "order" }
  /** The email's button, which links to the store. */
  | { readonly kind: "shop" }
  /** The same below everything that comes before it, for an email that is read first. */
  | { readonly kind: "closing" }
  /** Numbered paragraphs with something to read. */
  | { readonly kind: "tips" }
  /** The shop's name as if written by hand. */
  | { readonly kind: "signature" }
  | { readonly kind: "coupon" }
  /** Why the recipient can order without worry, and where they get help. */
  | { readonly kind: "trust" }
  /** Other answers besides the email's button: less often, a pause, or unsubscribe. */
  | { readonly kind: "choices" }
  | {
      readonly kind: "products";
      readonly source: ProductSource;
      readonly title: keyof ReadyTexts["titles"] | null;
      readonly columns: 1 | 2 | 3;
      readonly rows: number;
      /** Whether they are for sale: their price, rating and reason are shown. */
      readonly forSale: boolean;
      /** Whether the email is skipped without them. */
      readonly required: boolean;
      /**
       * Whether the email says that they were chosen for the recipient. A recipient for whom nothing could be chosen,
       * or who opted out of it, reads another text.
       */
      readonly personal: boolean;
    };

/** The layout of a prebuilt email; its texts and its name are in i18n/locales. */
export interface ReadyLayout {
  readonly because: EmailReason;
  readonly parts: readonly ReadyPart[];
}

const basket = (of: "checkout" | "cart" | "order"): ReadyPart => ({ kind: "basket", of });
const product: ReadyPart = { kind: "product", maybeSoldOut: false, to: "page" };
const viewedProduct: ReadyPart = { kind: "product", maybeSoldOut: true, to: "page" };
const wanted: ReadyPart = { kind: "product", maybeSoldOut: false, to: "cart" };
const prices: ReadyPart = { kind: "prices" };
const order: ReadyPart = { kind: "order" };
const shop: ReadyPart = { kind: "shop" };
const coupon: ReadyPart = { kind: "coupon" };
const closing: ReadyPart = { kind: "closing" };
const tips: ReadyPart = { kind: "tips" };
const signature: ReadyPart = { kind: "signature" };
const trust: ReadyPart = { kind: "trust" };
const pick: ReadyPart = { kind: "pick" };
const hero = (
  source: ProductSource,
  { required = false, prefersCover = false }: Partial<Extract<ReadyPart, { kind: "hero" }>> = {},
): ReadyPart => ({ kind: "hero", source, required, prefersCover });
const heroOfTrigger = hero({ kind: "trigger" });
const heroForYou = hero({ kind: "list", list: "new_for_you" });
/** In an email that is about its products: without any, it is not sent. */
const needed = { required: true };
const heroForYouNeeded = hero({ kind: "list", list: "new_for_you" }, needed);
const heroGoesWith = hero({ kind: "list", list: "goes_with" }, needed);
const heroNext = hero({ kind: "list", list: "chosen_next" }, needed);
const heroBest = hero({ kind: "best_sellers" });
const heroBestNeeded = hero({ kind: "best_sellers" }, needed);
const heroOfShop = hero({ kind: "best_sellers" }, { prefersCover: true });
const heroNew = hero({ kind: "newest" }, needed);
const choices: ReadyPart = { kind: "choices" };

const products = (
  source: ProductSource,
  title: keyof ReadyTexts["titles"] | null,
  {
    columns = 2,
    rows = 2,
    forSale = true,
    required = false,
    personal = false,
  }: Partial<Extract<ReadyPart, { kind: "products" }>> = {},
): ReadyPart => ({ kind: "products", source, title, columns, rows, forSale, required, personal });

/** Smaller than the product that the reader is to buy. */
const threeToGoWith = products({ kind: "list", list: "goes_with" }, "goesWith", {
  ...{ columns: 3, rows: 1 },
});
const twoToGoWith = products({ kind: "list", list: "goes_with" }, "goesWith", { rows: 1 });
const forYou = products({ kind: "list", list: "new_for_you" }, "forYou");
const forYouAlone = products({ kind: "list", list: "new_for_you" }, "forYou", { personal: true });
const bestSellers = products({ kind: "best_sellers" }, "bestSellers");
const threeBestSellers = products({ kind: "best_sellers" }, "bestSellers", { columns: 3, rows: 1 });
const newest = products({ kind: "newest" }, "newest");
const nextChoices = products({ kind: "list", list: "chosen_next" }, "forYou", {
  ...{ columns: 1, rows: 3, personal: true },
});
/** Below a product to go with the ordered one. */
const moreToGoWith = products({ kind: "list", list: "goes_with" }, "forYou");
const similar = products({ kind: "alike" }, "forYou", { columns: 3, rows: 1 });
const alternatives = products({ kind: "alike" }, "forYou");
const asList = { columns: 1, rows: 4, required: true } as const;
/** Whoever is to write a review reads neither a price nor what others wrote. */
const toReview = products({ kind: "trigger" }, null, { ...asList, rows: 3, forSale: false });

const layout = (because: EmailReason, ...parts: readonly ReadyPart[]): ReadyLayout => ({
  because,
  parts,
});

/** Template id → layout: `<flow key>/<step id>` for the flows' emails, `campaign/…` for campaigns. */
export const READY_LAYOUTS: Readonly<Record<string, ReadyLayout>> = {
  "welcome/email-1": layout("subscribed", heroOfShop, coupon, shop, threeBestSellers),
  "welcome/email-2": layout("subscribed", shop, signature),
  "welcome/email-3": layout("subscribed", heroForYouNeeded, coupon, shop, forYouAlone),
  "welcome/email-1-known": layout("subscribed", heroNew, shop, newest),
  "welcome/email-2-known": layout("subscribed", shop, signature),
  "welcome/email-3-known": layout("subscribed", heroForYouNeeded, shop, forYouAlone),
  "browse-abandonment/email-1": layout("viewed", heroOfTrigger, viewedProduct, forYou),
  "browse-abandonment/email-2": layout("viewed", viewedProduct, alternatives),
  "abandoned-cart/email-1": layout("cart", heroOfTrigger, basket("cart"), trust),
  "abandoned-cart/email-2": layout("cart", heroOfTrigger, basket("cart"), trust, threeToGoWith),
  "abandoned-cart/email-3": layout("cart", heroOfTrigger, coupon, basket("cart"), threeToGoWith),
  "abandoned-checkout/email-1": layout("checkout", heroOfTrigger, basket("checkout"), trust),
  "abandoned-checkout/email-2": layout(
    "checkout",
    heroOfTrigger,
    basket("checkout"),
    trust,
    threeToGoWith,
  ),
  "abandoned-checkout/email-3": layout(
    "checkout",
    heroOfTrigger,
    coupon,
    basket("checkout"),
    trust,
    threeToGoWith,
  ),
  "thank-you/email-1": layout("order", basket("order"), order),
  "thank-you/email-2": layout("order", heroGoesWith, pick, moreToGoWith),
  "thank-you/email-1-best": layout("order", basket("order"), order, signature),
  "thank-you/email-1-again": layout("order", basket("order"), order),
  "thank-you/email-2-again": layout("order", heroGoesWith, pick, moreToGoWith),
  "cross-sell/email-1": layout("order", heroNext, pick, nextChoices),
  "cross-sell/email-2": layout("order", heroNext, pick, nextChoices),
  "review-request/email-1": layout("order", toReview),
  "review-request/email-2": layout("order", toReview),
  "replenishment/email-1": layout("order", heroOfTrigger, wanted, twoToGoWith),
  "replenishment/email-2": layout("order", wanted),
  "win-back/email-1": layout("subscribed", heroForYouNeeded, shop, forYouAlone),
  "win-back/email-2": layout(
    "subscribed",
    shop,
    products({ kind: "list", list: "new_for_you" }, "forYou", { personal: true, required: true }),
  ),
  "win-back/email-3": layout("subscribed", heroForYou, coupon, shop, forYou),
  "win-back/email-3-small": layout("subscribed", heroForYouNeeded, coupon, shop, forYouAlone),
  "win-back/email-4": layout("subscribed", shop, choices),
  "sunset/email-1": layout("subscribed", shop, choices),
  "sunset/email-2": layout("subscribed", shop, choices),
  "sunset/email-3": layout("subscribed", shop, choices),
  "back-in-stock/email-1": layout("request", heroOfTrigger, wanted, similar),
  "back-in-stock/email-2": layout("request", heroOfTrigger, wanted),
  "back-in-stock/email-3": layout(
    "request",
    products({ kind: "alike" }, null, { ...asList, rows: 3 }),
  ),
  "price-drop/email-1": layout("viewed", heroOfTrigger, product, prices, similar),
  "low-stock/email-1": layout("viewed", heroOfTrigger, product, similar),
  "vip/email-1": layout("subscribed", coupon, shop, newest),
  "vip/email-2": layout("subscribed", heroNew, shop, newest),
  "birthday/email-1": layout("birthday", heroForYou, coupon, shop, forYou),
  "birthday/email-2": layout("birthday", coupon, shop),
  "next-order/email-1": layout(
    "subscribed",
    products({ kind: "list", list: "new_for_you" }, null, { ...asList, personal: true }),
  ),
  "campaign/plain": layout("subscribed", heroForYouNeeded, shop, forYouAlone),
  "campaign/new-arrivals": layout(
    "subscribed",
    heroNew,
    products({ kind: "newest" }, null, { rows: 3 }),
    shop,
  ),
  "campaign/best-sellers": layout(
    "subscribed",
    heroBestNeeded,
    products({ kind: "best_sellers" }, null, { rows: 3 }),
    shop,
  ),
  "campaign/for-you": layout(
    "subscribed",
    products({ kind: "list", list: "new_for_you" }, null, { ...asList, personal: true }),
  ),
  "campaign/gifts": layout(
    "subscribed",
    heroBest,
    products({ kind: "best_sellers" }, null, { rows: 3 }),
    shop,
  ),
  "campaign/sale": layout("subscribed", heroBest, coupon, shop, bestSellers),
  "campaign/last-chance": layout("subscribed", coupon, shop, bestSellers),
  "campaign/story": layout("subscribed", shop, signature),
  "campaign/tips": layout("subscribed", shop, tips, closing, signature, threeBestSellers),
};
