import type { ShopId } from "~/lib/shop-id";
import type { AnyEvent } from "./event";

/** What a translator needs besides the body. */
export interface TranslationContext {
  readonly shopId: ShopId;
  /** The shop's own currency: product prices have none. */
  readonly currency: string;
  /** When it happened, for bodies without a timestamp; `null` when unknown. */
  readonly triggeredAt: Date | null;
  /**
   * X-Shopify-Triggered-At, unchecked: the same for every retry of the delivery. `null` without the
   * header.
   */
  readonly headerTriggeredAt: Date | null;
  /** Reference time for plausible instants. */
  readonly now: Date;
}

export type EventTranslation =
  | { readonly kind: "events"; readonly events: readonly AnyEvent[] }
  /** Valid, but nothing to store. */
  | { readonly kind: "ignored"; readonly reason: string }
  /** Not usable; the reason names fields, never their values. */
  | { readonly kind: "refused"; readonly reason: string };

export const refused = (reason: string): EventTranslation => ({ kind: "refused", reason });
export const ignored = (reason: string): EventTranslation => ({ kind: "ignored", reason });
export const translated = (...events: AnyEvent[]): EventTranslation => ({ kind: "events", events });

export const notAnInstant = (field: string): EventTranslation =>
  refused(`${field} is no instant between the year 2000 and a year from now`);
