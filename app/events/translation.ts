import type { ShopId } from "~/lib/shop-id";
import type { AnyEvent } from "./event";

/** What a translator must know beside the body. */
export interface Telling {
  readonly shopId: ShopId;
  /** The shop's own currency: products tell their prices without one. */
  readonly currency: string;
  /** When it happened, for what tells no instant of its own; `null` when nobody says. */
  readonly triggeredAt: Date | null;
  /**
   * X-Shopify-Triggered-At as it stands: the same however often and whenever the
   * delivery arrives. `null` where there is none.
   */
  readonly toldTriggeredAt: Date | null;
  /** For the bounds of believable instants. */
  readonly now: Date;
}

export type Translation =
  | { readonly kind: "events"; readonly events: readonly AnyEvent[] }
  /** Rightly told, but nothing that we keep. */
  | { readonly kind: "ignored"; readonly reason: string }
  /** Not usable as it stands; the reason names fields, never their values. */
  | { readonly kind: "refused"; readonly reason: string };

export const refused = (reason: string): Translation => ({ kind: "refused", reason });
export const ignored = (reason: string): Translation => ({ kind: "ignored", reason });
export const told = (...events: AnyEvent[]): Translation => ({ kind: "events", events });

export const notAnInstant = (field: string): Translation =>
  refused(`${field} is no instant between the year 2000 and a year from now`);
