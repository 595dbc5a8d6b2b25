import { z } from "zod";

const Digits = z.string().regex(/^\d{1,20}$/);
/** Maximum number of cart products to use, which is enough for a recommendation. */
const MAX_CART_PRODUCTS = 20;
export const MAX_SHOWN_PRODUCTS = 12;

/** A theme without a value sends an empty parameter, which counts as absent. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" || value === null ? undefined : value), schema.optional());

/** The parameters of a theme block's request; Shopify's own are ignored. */
const PicksQuery = z.object({
  list: z.enum(["new_for_you", "goes_with", "buy_again"]).default("new_for_you"),
  product: optional(Digits),
  cart: optional(
    z
      .string()
      .max(500)
      .transform((text) => text.split(",").slice(0, MAX_CART_PRODUCTS))
      .pipe(z.array(Digits)),
  ),
  visitor: optional(z.string().regex(/^[\w.:~-]{1,128}$/)),
  limit: z.coerce.number().int().min(1).max(MAX_SHOWN_PRODUCTS).catch(4),
});

export interface PicksQuery {
  readonly list: "new_for_you" | "goes_with" | "buy_again";
  /** The product of the page and those in the cart, each once, ascending; none of them is recommended. */
  readonly triggerProductIds: readonly string[];
  /** The product of the page. */
  readonly productId: string | null;
  /** Shopify's id of the browser, as sent by the browser. */
  readonly browserId: string | null;
  readonly limit: number;
}

/** @returns null for an invalid query */
export function parsePicksQuery(query: URLSearchParams): PicksQuery | null {
  const names = Object.keys(PicksQuery.shape);
  const present = Object.fromEntries(
    names.flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : [])),
  );
  const parsed = PicksQuery.safeParse(present);
  if (!parsed.success) return null;
  const { list, product, cart = [], visitor, limit } = parsed.data;
  const ids = new Set([...(product ? [product] : []), ...cart]);
  return {
    list,
    triggerProductIds: [...ids].sort(),
    productId: product ?? null,
    browserId: visitor ?? null,
    limit,
  };
}
