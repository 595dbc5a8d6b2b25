import { defaultPlacements, type Placement } from "./theme/placements";

/** One browser in a storefront, identified by its cookie. In memory: a restart loses every cart. */
export interface BrowserSession {
  readonly id: string;
  cartToken: string | null;
  /** The logged-in customer. */
  customerId: string | null;
  discountCode: string | null;
  /** The visitor's entry page with its query, which an order contains. */
  landingSite: string;
  referringSite: string | null;
  /** Standard events that the next page publishes. */
  pending: StandardEvent[];
}

/** A page's event for Shopify's pixels: a name and its data. */
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

/** Storefront data besides the shop's records. */
export interface StorefrontState {
  readonly sessions: Map<string, BrowserSession>;
  readonly visitorCalls: VisitorCall[];
  /** The placed theme blocks by page. */
  placements: readonly Placement[];
}

export function newStorefrontState(): StorefrontState {
  return { sessions: new Map(), visitorCalls: [], placements: defaultPlacements() };
}
