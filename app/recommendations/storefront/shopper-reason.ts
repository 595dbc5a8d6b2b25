import type { Reason } from "../recommendation";

/** Why a product is shown, for the theme to translate. */
export interface ShopperReason {
  readonly kind: Exclude<Reason["kind"], "chosen_next"> | "often_chosen_next";
  /** The title of the product or the name of the type in the reason; `null` if there is none. */
  readonly about: string | null;
}

/**
 * A reason for a storefront: without counts, which only personal emails show.
 *
 * @param titles product id → its current title
 */
export function shopperReason(reason: Reason, titles: ReadonlyMap<string, string>): ShopperReason {
  switch (reason.kind) {
    case "goes_with":
    case "because_you_bought":
    case "similar":
    case "because_you_looked_at":
    case "bought_together":
    case "viewed_together":
    case "bought_after_view":
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
