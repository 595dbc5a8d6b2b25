import type { ShopId } from "~/lib/shop-id";
import type { AnyEvent } from "../event";
import type { CartLine } from "../browsing";
import { textOf } from "../read-json";
import type { PixelBatch, PixelEvent } from "./pixel-batch";

export interface PixelContext {
  readonly shopId: ShopId;
  /** The pseudonym of the browser. */
  readonly visitorId: string;
  readonly receivedAt: Date;
  /** Resolves a click token; null for a foreign token. */
  openClick(token: string): string | null;
}

/** A browser clock with more skew is not trusted. */
const MAX_SKEW_MS = 5 * 60_000;
/** Shopify replays events from before consent was given; a browser keeps none for more than a day. */
const OLDEST_MS = 86_400_000;
const MAX_QUERY_CHARS = 100;
/** An address, or a number that could be a phone, order or card number. */
const PERSONAL = /@|\d(?:[\s().-]*\d){5}/;

/**
 * Translates a pixel batch. Events keep their time difference to the newest one; if that is more than five minutes
 * off, the browser clock is wrong and the batch is shifted to the time of receipt.
 */
export function fromPixel(
  { events }: Pick<PixelBatch, "events">,
  context: PixelContext,
): AnyEvent[] {
  const validEvents = events.filter((it) => it !== null);
  const { receivedAt } = context;
  const newestMs = Math.max(...validEvents.map(({ at }) => Date.parse(at)));
  const skewMs = newestMs - +receivedAt;
  const shiftMs = Math.abs(skewMs) > MAX_SKEW_MS ? skewMs : 0;
  return validEvents.map((event) => {
    const atMs = Date.parse(event.at) - shiftMs;
    return {
      shopId: context.shopId,
      source: "pixel",
      // Includes the browser, so that a guessed id cannot replace another browser's event.
      sourceId: `${context.visitorId}/${event.id}`,
      customerId: null,
      visitorId: context.visitorId,
      occurredAt: new Date(Math.max(atMs, +receivedAt - OLDEST_MS)),
      personal: null,
      ...meaningOf(event, context),
    };
  });
}

type Meaning = AnyEvent extends infer E
  ? E extends AnyEvent
    ? Pick<E, "kind" | "payload">
    : never
  : never;

function meaningOf(event: PixelEvent, { openClick }: PixelContext): Meaning {
  switch (event.name) {
    case "page_viewed": {
      const { name: kind, page, referrer, click } = event;
      const clickId = click === undefined ? null : openClick(click);
      return { kind, payload: { page, referrer, clickId } };
    }
    case "page_dwelt":
      return { kind: event.name, payload: { page: event.page, seconds: event.seconds } };
    case "product_viewed": {
      const { product: productId, variant } = event;
      return { kind: event.name, payload: { productId, variantId: orNull(variant) } };
    }
    case "collection_viewed":
      return { kind: event.name, payload: { collectionId: event.collection } };
    case "search_submitted":
      return {
        kind: event.name,
        payload: { query: queryOf(event.query), resultCount: event.results },
      };
    case "product_added_to_cart":
    case "product_removed_from_cart":
      return { kind: event.name, payload: lineOf(event) };
    case "cart_viewed":
      return { kind: event.name, payload: { lines: event.lines.map(lineOf) } };
    case "checkout_step_reached":
      return {
        kind: event.name,
        payload: { step: event.step, checkoutToken: event.token ?? null },
      };
  }
}

type PixelLine = Pick<Extract<PixelEvent, { variant: string; quantity: number }>, LineField>;
type LineField = "product" | "variant" | "quantity";

const lineOf = ({ product, variant, quantity }: PixelLine): CartLine => ({
  productId: orNull(product),
  variantId: orNull(variant),
  quantity,
});

const orNull = (tail: string) => (tail === "" ? null : tail);

function queryOf(query: string): string | null {
  const text = textOf(query.toLowerCase().replace(/\s+/g, " "), MAX_QUERY_CHARS);
  return text === null || PERSONAL.test(text) ? null : text;
}
