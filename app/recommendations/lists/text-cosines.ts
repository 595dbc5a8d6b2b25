import type { CatalogProduct } from "~/catalog/catalog-product";
import { termRarity, termWeight } from "~/ml/neighbors/text-neighbors";
import { textTermsOf } from "../models/count-terms";

type Catalog = ReadonlyMap<string, CatalogProduct>;

/** Products whose texts tell how rare a term is: an even sample, which bounds the time of a block. */
const MAX_COUNTED = 5_000;

/** The weights of a product's terms, scaled to length 1. */
type WeighedText = ReadonlyMap<string, number>;

interface WeighedCatalog {
  readonly rarityOf: (term: string) => number;
  readonly texts: Map<string, WeighedText>;
}

const weighed = new WeakMap<Catalog, WeighedCatalog>();

/**
 * The cosine of two products' texts as the content model defines it, from the catalog alone: for products that came
 * after the last training. In [0, 1]; 0 for a product that the catalog does not have.
 *
 * Cost: O(terms of both), and once for a catalog O(its terms).
 */
export function cosineOfTexts(products: Catalog, one: string, other: string): number {
  const [a, b] = [weighText(products, one), weighText(products, other)];
  let sum = 0;
  for (const [term, weight] of a) sum += weight * (b.get(term) ?? 0);
  return sum;
}

function weighText(products: Catalog, productId: string): WeighedText {
  const catalog = weighed.get(products) ?? countCatalog(products);
  weighed.set(products, catalog);
  const known = catalog.texts.get(productId);
  if (known) return known;
  const product = products.get(productId);
  const counts = countEach(product ? textTermsOf(product) : []);
  const weights = [...counts].map(
    ([term, count]) => [term, termWeight(count, catalog.rarityOf(term))] as const,
  );
  const norm = Math.hypot(...weights.map(([, weight]) => weight));
  const text = new Map(weights.map(([term, weight]) => [term, weight / norm]));
  catalog.texts.set(productId, text);
  return text;
}

function countCatalog(products: Catalog): WeighedCatalog {
  const every = Math.ceil(products.size / MAX_COUNTED);
  const counted = [...products.values()].filter((_, n) => n % every === 0);
  const documentsWith = countEach(counted.flatMap((product) => [...new Set(textTermsOf(product))]));
  return {
    rarityOf: (term) => termRarity(documentsWith.get(term) ?? 0, counted.length),
    texts: new Map(),
  };
}

function countEach(terms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
