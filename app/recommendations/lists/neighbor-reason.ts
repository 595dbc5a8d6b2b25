import {
  explainByNeighbors,
  type ProductWeights,
  type ProductNeighbors,
  type Term,
} from "~/ml/neighbors/product-neighbors";
import type { Reason } from "../recommendation";
import type { Recommender } from "../models/recommender";

/** Minimum common customers for a reason: fewer may be chance, and could identify a person. */
const MIN_SHARED = 3;

interface NeighborScore {
  readonly neighbors: ProductNeighbors;
  readonly of: ProductWeights;
  /** The product that was ranked. */
  readonly product: number;
}

/** Reasons whose words have no count. */
const UNCOUNTED = ["because_you_looked_at", "viewed_together", "bought_after_view"] as const;
type UncountedReason = (typeof UNCOUNTED)[number];
type CountedReason = "goes_with" | "because_you_bought" | "chosen_next";

const isUncounted = (kind: CountedReason | UncountedReason): kind is UncountedReason =>
  UNCOUNTED.some((it) => it === kind);

/**
 * Names the product that contributes most to a score by common customers, with their exact count.
 *
 * @param kindOf how that product is described
 * @returns `null` without a permitted reason
 */
export function sharedBuyersReason(
  { neighbors, of, product }: NeighborScore,
  kindOf: (because: number) => CountedReason | UncountedReason,
  recommender: Recommender,
): Reason | null {
  const terms = explainByNeighbors(neighbors, of, product);
  const main = largest(terms.filter(({ shared }) => shared >= MIN_SHARED));
  if (!main) return null;
  const named = nameOf(main.product, recommender);
  if (!named) return null;
  const kind = kindOf(main.product);
  if (isUncounted(kind)) return { kind, ...named };
  const share = main.shared / Math.max(1, neighbors.buyers[main.product] ?? 0);
  return { kind, ...named, sharedBuyers: main.shared, share };
}

/** Names the most similar product by text; `null` if there is none. */
export function similarTextReason(
  { neighbors, of, product }: NeighborScore,
  recommender: Recommender,
): Reason | null {
  const main = largest(explainByNeighbors(neighbors, of, product));
  const named = main && nameOf(main.product, recommender);
  return named ? { kind: "similar", ...named } : null;
}

/** The first of equal terms. */
function largest(terms: readonly Term[]): Term | null {
  return terms.reduce<Term | null>(
    (best, term) => (best && best.score >= term.score ? best : term),
    null,
  );
}

function nameOf(product: number, { fitted, products }: Recommender) {
  const productId = fitted?.models.productIds[product];
  return productId === undefined
    ? null
    : { productId, title: products.get(productId)?.title ?? null };
}
