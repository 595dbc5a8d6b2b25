import { defaultPlacements, type Placement } from "./theme/placements";

/** One browser in a storefront, as its cookie names it. In memory: a restart forgets every cart. */
export interface BrowserSession {
  readonly id: string;
  cartToken: string | null;
  /** Who is logged in. */
  customerId: string | null;
  discountCode: string | null;
  /** The page and query by which the visitor came in: an order tells of it. */
  landingSite: string;
  referringSite: string | null;
  /** Standard events that the next page publishes. */
  pending: StandardEvent[];
}

/** What a page tells Shopify's pixels: a name and its data. */
export interface StandardEvent {
  readonly name: string;
  readonly data: object;
}

/** A call of `Shopify.analytics.visitor`. */
interface VisitorCall {
  readonly at: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly appId: string;
}

/** What the storefront of a shop keeps beside the shop's records. */
export interface StorefrontState {
  readonly sessions: Map<string, BrowserSession>;
  readonly visitorCalls: VisitorCall[];
  /** Which theme blocks stand on which pages. */
  placements: readonly Placement[];
}

export function newStorefrontState(): StorefrontState {
  return { sessions: new Map(), visitorCalls: [], placements: defaultPlacements() };
}
