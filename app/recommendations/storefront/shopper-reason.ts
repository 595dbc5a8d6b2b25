import type { Reason } from "../recommendation";

/** Why a product is shown, for the theme to say in the shopper's language. */
export interface ShopperReason {
  readonly kind: Exclude<Reason["kind"], "chosen_next"> | "often_chosen_next";
  /** The title of the product, or the name of the sort, that it speaks of; `null` where it speaks of none. */
  readonly about: string | null;
}

/**
 * A reason as a storefront may say it: without counts, which are for an email that somebody reads alone.
 *
 * @param titles product id → its title today
 */
export function shopperReason(reason: Reason, titles: ReadonlyMap<string, string>): ShopperReason {
  switch (reason.kind) {
    case "goes_with":
    case "because_you_bought":
    case "similar":
    case "because_you_looked_at":
      return { kind: reason.kind, about: titles.get(reason.productId) ?? reason.title };
    case "chosen_next":
      return { kind: "often_chosen_next", about: titles.get(reason.productId) ?? reason.title };
    case "popular_in_type":
    case "discovery":
      return { kind: reason.kind, about: reason.productType || null };
    case "popular":
    case "newest":
    case "bought_before":
    case "pinned":
      return { kind: reason.kind, about: null };
  }
}
