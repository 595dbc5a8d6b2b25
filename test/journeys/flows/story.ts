import type { Past, Ware } from "./store";

/** An action of a customer, or a change in the store. */
export type Action =
  | { readonly kind: "agrees" | "refuses" | "clicks" | "cancels" | "returns" | "receives" }
  | { readonly kind: "looksAt"; readonly ware: Ware; readonly times: number }
  | { readonly kind: "puts" | "takesOut" | "asksFor" | "leavesCheckout"; readonly ware: Ware }
  | { readonly kind: "buys"; readonly ware: Ware; readonly quantity: number }
  | { readonly kind: "price"; readonly ware: Ware; readonly price: string }
  | { readonly kind: "stock"; readonly ware: Ware; readonly units: number };

export const agrees = { kind: "agrees" } as const;
export const refuses = { kind: "refuses" } as const;
/** Follows a link of each email without an earlier click. */
export const clicks = { kind: "clicks" } as const;
export const cancels = { kind: "cancels" } as const;
export const returns = { kind: "returns" } as const;
/** Their order is shipped. */
export const receives = { kind: "receives" } as const;
export const looksAt = (ware: Ware, times: number) => ({ kind: "looksAt", ware, times }) as const;
/** Into the cart. */
export const puts = (ware: Ware) => ({ kind: "puts", ware }) as const;
export const takesOut = (ware: Ware) => ({ kind: "takesOut", ware }) as const;
export const asksFor = (ware: Ware) => ({ kind: "asksFor", ware }) as const;
export const leavesCheckout = (ware: Ware) => ({ kind: "leavesCheckout", ware }) as const;
export const buys = (ware: Ware, quantity = 1) => ({ kind: "buys", ware, quantity }) as const;
export const price = (ware: Ware, price: string) => ({ kind: "price", ware, price }) as const;
export const stock = (ware: Ware, units: number) => ({ kind: "stock", ware, units }) as const;

export const DAY = 24;

/**
 * When an email is due, in hours after the beginning, which is a Tuesday noon; which of the flow's emails it is;
 * products that it shows, and others that it does not.
 */
type Email = readonly [
  hours: number,
  stepId: string,
  shows?: readonly Ware[],
  hides?: readonly Ware[],
];

export interface Story extends Past {
  readonly does?: readonly (readonly [hours: number, action: Action])[];
  /** All emails of the flow for this person, and no others. */
  readonly gets: readonly Email[];
}

/** By the person: "who orders at once". */
export type Stories = Readonly<Record<string, Story>>;
