import type { Past, StoreProduct } from "./store";

/** An action of a customer, or a change in the store. */
export type Action =
  | { readonly kind: "agrees" | "refuses" | "clicks" }
  | { readonly kind: "cancels" | "returns" | "receives"; readonly orderedAt: number }
  | { readonly kind: "looksAt"; readonly ware: StoreProduct; readonly times: number }
  | {
      readonly kind: "puts" | "takesOut" | "asksFor" | "leavesCheckout";
      readonly ware: StoreProduct;
    }
  | { readonly kind: "buys"; readonly ware: StoreProduct; readonly quantity: number }
  | { readonly kind: "price"; readonly ware: StoreProduct; readonly price: string }
  | { readonly kind: "stock"; readonly ware: StoreProduct; readonly units: number };

export const optsIn = { kind: "agrees" } as const;
export const refuses = { kind: "refuses" } as const;
/** Follows a link of each email without an earlier click. */
export const clicks = { kind: "clicks" } as const;
/** Of their initial order. */
export const cancels = { kind: "cancels", orderedAt: 0 } as const;
export const returns = { kind: "returns", orderedAt: 0 } as const;
/** Their order is shipped. */
export const receives = { kind: "receives", orderedAt: 0 } as const;
export const looksAt = (ware: StoreProduct, times: number) =>
  ({ kind: "looksAt", ware, times }) as const;
/** Into the cart. */
export const addsToCart = (ware: StoreProduct) => ({ kind: "puts", ware }) as const;
export const removesFromCart = (ware: StoreProduct) => ({ kind: "takesOut", ware }) as const;
export const requestsAlert = (ware: StoreProduct) => ({ kind: "asksFor", ware }) as const;
export const abandonsCheckout = (ware: StoreProduct) => ({ kind: "leavesCheckout", ware }) as const;
export const buys = (ware: StoreProduct, quantity = 1) =>
  ({ kind: "buys", ware, quantity }) as const;
export const price = (ware: StoreProduct, price: string) =>
  ({ kind: "price", ware, price }) as const;
export const stock = (ware: StoreProduct, units: number) =>
  ({ kind: "stock", ware, units }) as const;

export const DAY = 24;

/**
 * When an email is due, in hours after the beginning, which is a Tuesday noon; which of the flow's emails it is;
 * products that it shows, and others that it does not.
 */
type Email = readonly [
  hours: number,
  stepId: string,
  shows?: readonly StoreProduct[],
  hides?: readonly StoreProduct[],
];

export interface Story extends Past {
  readonly does?: readonly (readonly [hours: number, action: Action])[];
  /** All emails of the flow for this person, and no others. */
  readonly gets: readonly Email[];
}

/** By the person: "who orders at once". */
export type Stories = Readonly<Record<string, Story>>;
