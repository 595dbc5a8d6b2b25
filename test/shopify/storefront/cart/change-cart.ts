import { play } from "../../happenings/play";
import type { CartLine, CartRecord } from "../../store-records";
import { cartChanged } from "../standard-events";
import { cartOf, type Visit } from "../visit";

export interface WantedLine {
  readonly variantId: string;
  readonly quantity: number;
}

/** `unknown_variant` and `sold_out` change nothing. */
export type CartChange =
  | { kind: "changed"; cart: CartRecord }
  | { kind: "refused"; reason: CartRefusal };
type CartRefusal = "unknown_variant" | "sold_out" | "empty";

/** Adds to the cart, or creates one. */
export function addToCart(visit: Visit, added: readonly WantedLine[]): CartChange {
  const lines = wanted(cartOf(visit));
  for (const { variantId, quantity } of added) {
    const refusal = refusalOf(visit, variantId);
    if (refusal) return { kind: "refused", reason: refusal };
    lines.set(variantId, (lines.get(variantId) ?? 0) + quantity);
  }
  return setCart(visit, lines);
}

/** Sets the quantity of a variant in the cart; zero removes it. */
export function changeCart(visit: Visit, { variantId, quantity }: WantedLine): CartChange {
  const lines = wanted(cartOf(visit));
  if (!lines.has(variantId)) return { kind: "refused", reason: "unknown_variant" };
  if (quantity > 0) lines.set(variantId, quantity);
  else lines.delete(variantId);
  return setCart(visit, lines);
}

export const clearCart = (visit: Visit): CartChange => setCart(visit, new Map());

/** Restores lost contents: a cart permalink, an abandoned checkout. */
export function replaceCart(visit: Visit, wantedLines: readonly WantedLine[]): CartChange {
  const lines = new Map<string, number>();
  for (const { variantId, quantity } of wantedLines) {
    if (refusalOf(visit, variantId) === "unknown_variant") continue;
    lines.set(variantId, (lines.get(variantId) ?? 0) + quantity);
  }
  return setCart(visit, lines);
}

function setCart(visit: Visit, lines: ReadonlyMap<string, number>): CartChange {
  const { world, shop, session } = visit;
  const before = cartOf(visit);
  const changes = [...lines].map(([variantId, quantity]) => ({ variantId, quantity }));
  if (before) {
    const linesBefore = before.lines;
    play(world, shop, { kind: "cart_updated", token: before.token, lines: changes });
    publishDifference(visit, linesBefore, before.lines);
    return { kind: "changed", cart: before };
  }
  if (changes.length === 0) return { kind: "refused", reason: "empty" };
  const { id } = play(world, shop, { kind: "cart_created", cart: { lines: changes } });
  session.cartToken = id;
  const cart = shop.store.carts.get(id)!;
  publishDifference(visit, [], cart.lines);
  return { kind: "changed", cart };
}

/** One event per line with a changed quantity, with the difference as its quantity. */
function publishDifference(visit: Visit, before: readonly CartLine[], after: readonly CartLine[]) {
  const all = new Map([...before, ...after].map((line) => [line.variantId, line]));
  const count = (lines: readonly CartLine[], id: string) =>
    lines.find(({ variantId }) => variantId === id)?.quantity ?? 0;
  for (const [id, line] of all) {
    const more = count(after, id) - count(before, id);
    if (more === 0) continue;
    const name = more > 0 ? "product_added_to_cart" : "product_removed_from_cart";
    visit.session.pending.push(cartChanged(visit, name, { ...line, quantity: Math.abs(more) }));
  }
}

const wanted = (cart: CartRecord | null) =>
  new Map((cart?.lines ?? []).map(({ variantId, quantity }) => [variantId, quantity]));

function refusalOf({ shop: { store } }: Visit, variantId: string): CartRefusal | null {
  const product = store.products.get(store.productOfVariant.get(variantId) ?? "");
  const variant = product?.variants.find(({ id }) => id === variantId);
  if (product?.status !== "ACTIVE" || !variant) return "unknown_variant";
  return variant.inventoryQuantity > 0 ? null : "sold_out";
}
