import type { CartLine } from "~/events/browsing";

/** A cart event from the browser. */
export type CartEvent =
  | { readonly kind: "added" | "removed"; readonly at: Date; readonly line: CartLine }
  /** The complete cart. */
  | { readonly kind: "viewed"; readonly at: Date; readonly lines: readonly CartLine[] }
  /** The cart became an order. */
  | { readonly kind: "ordered"; readonly at: Date };

export interface FoldedCart {
  readonly startedAt: Date;
  readonly updatedAt: Date;
  /** Empty if everything was removed. */
  readonly lines: readonly CartLine[];
}

/**
 * Folds cart events into the cart's content. A cart view contains
 * everything, so it corrects missed events.
 *
 * @param news in any order
 * @returns null if nothing was added since the last order
 */
export function foldCart(events: readonly CartEvent[]): FoldedCart | null {
  let cart: { startedAt: Date; updatedAt: Date; lines: Map<string, CartLine> } | null = null;
  for (const event of events.toSorted((a, b) => +a.at - +b.at)) {
    if (event.kind === "ordered") {
      cart = null;
      continue;
    }
    if (cart === null || (cart.lines.size === 0 && event.kind === "added")) {
      cart = { startedAt: event.at, updatedAt: event.at, lines: new Map() };
    }
    if (event.kind === "viewed") {
      cart.lines = new Map(event.lines.map((line) => [getLineKey(line), line]));
      continue;
    }
    cart.updatedAt = event.at;
    const key = getLineKey(event.line);
    const before = cart.lines.get(key)?.quantity ?? 0;
    const quantity = before + event.line.quantity * (event.kind === "added" ? 1 : -1);
    if (quantity > 0) cart.lines.set(key, { ...event.line, quantity });
    else cart.lines.delete(key);
  }
  return cart && { ...cart, lines: [...cart.lines.values()] };
}

const getLineKey = ({ productId, variantId }: CartLine) => variantId ?? productId ?? "";
