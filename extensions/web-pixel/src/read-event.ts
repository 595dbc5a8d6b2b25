import type { PixelEvent } from "../../../app/events/pixel/pixel-batch";
import type { CheckoutStep } from "~/events/browsing";
import { pageOf, referrerOf } from "./page-of";

interface Variant {
  readonly id?: string | null;
  readonly product?: { readonly id?: string | null } | null;
}

interface CartLine {
  readonly merchandise: Variant;
  readonly quantity: number;
}

/** The used part: most of Shopify's customer data never leaves the browser. */
export interface StandardEvent {
  readonly id: string;
  readonly name: (typeof EVENT_NAMES)[number];
  readonly timestamp: string;
  readonly clientId: string;
  readonly context: {
    readonly document: {
      readonly location: {
        readonly host: string;
        readonly pathname: string;
        readonly search: string;
      };
      readonly referrer: string;
    };
  };
  readonly data: {
    readonly productVariant?: Variant;
    readonly collection?: { readonly id: string };
    readonly searchResult?: {
      readonly query: string;
      readonly productVariants: readonly unknown[];
    };
    readonly cartLine?: CartLine | null;
    readonly cart?: { readonly lines: readonly CartLine[] } | null;
    readonly checkout?: { readonly token?: string | null };
  };
}

const STEPS = {
  checkout_started: "started",
  checkout_contact_info_submitted: "contact",
  checkout_address_info_submitted: "address",
  checkout_shipping_info_submitted: "shipping",
  payment_info_submitted: "payment",
  checkout_completed: "completed",
} as const satisfies Record<string, CheckoutStep>;

/** The subscribed standard events of Shopify. */
export const EVENT_NAMES = [
  "page_viewed",
  "product_viewed",
  "collection_viewed",
  "search_submitted",
  "product_added_to_cart",
  "product_removed_from_cart",
  "cart_viewed",
  "checkout_started",
  "checkout_contact_info_submitted",
  "checkout_address_info_submitted",
  "checkout_shipping_info_submitted",
  "payment_info_submitted",
  "checkout_completed",
] as const;

const MAX_LINES = 50;

/** The pixel's report of an event; null for an unreported one. */
export function readEvent(event: StandardEvent): PixelEvent | null {
  const { id, name, timestamp: at, context, data } = event;
  const { location, referrer } = context.document;
  const base = { id, at };
  switch (name) {
    case "page_viewed": {
      const click = /[?&]kindred_click=([^&#]+)/.exec(location.search)?.[1];
      const page = pageOf(location.pathname);
      const from = referrerOf(referrer, location.host);
      return { ...base, name, page, referrer: from, ...(click !== undefined && { click }) };
    }
    case "product_viewed":
      return data.productVariant ? { ...base, name, ...variantOf(data.productVariant) } : null;
    case "collection_viewed":
      return data.collection ? { ...base, name, collection: tail(data.collection.id) } : null;
    case "search_submitted": {
      const { query = "", productVariants = [] } = data.searchResult ?? {};
      return { ...base, name, query: query.slice(0, 100), results: productVariants.length };
    }
    case "product_added_to_cart":
    case "product_removed_from_cart":
      return data.cartLine ? { ...base, name, ...lineOf(data.cartLine) } : null;
    case "cart_viewed":
      return { ...base, name, lines: (data.cart?.lines ?? []).slice(0, MAX_LINES).map(lineOf) };
    case "checkout_started":
    case "checkout_contact_info_submitted":
    case "checkout_address_info_submitted":
    case "checkout_shipping_info_submitted":
    case "payment_info_submitted":
    case "checkout_completed": {
      const token = data.checkout?.token;
      const step = STEPS[name];
      return { ...base, name: "checkout_step_reached", step, ...(token && { token }) };
    }
  }
}

const lineOf = ({ merchandise, quantity }: CartLine) => ({ ...variantOf(merchandise), quantity });

function variantOf({ id, product }: Variant) {
  return { product: tail(product?.id), variant: tail(id) };
}

/** The number of an id, plain or as gid://shopify/Product/1. */
const tail = (id: string | null | undefined) => (id ?? "").split("/").pop() ?? "";
