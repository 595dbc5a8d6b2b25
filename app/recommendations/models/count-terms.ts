import { fromTriplets, type SparseMatrix } from "~/ml/matrices/sparse-matrix";

/** The text attributes of a product. */
export interface DescribedProduct {
  readonly productId: string;
  readonly title: string;
  readonly vendor: string;
  readonly productType: string;
  readonly tags: readonly string[];
  /** Price of the cheapest variant in minor units; `null` if none is available. */
  readonly priceMinor: number | null;
}

/** A tag on most products carries no information, and a shop may have hundreds per product. */
const MAX_TAGS = 30;

/**
 * The terms of each product: words of its title, type and tags, the vendor, the type as a whole and the price to a
 * factor of about 1.4.
 *
 * @param indices product id → row; other rows are empty
 * @returns products × terms, in order of the terms' text; entry = number of occurrences in the product, ≥ 1
 */
export function countTerms(
  products: readonly DescribedProduct[],
  indices: ReadonlyMap<string, number>,
): SparseMatrix {
  const described = products.flatMap((product) => {
    const row = indices.get(product.productId);
    return row === undefined ? [] : [{ row, terms: textTermsOf(product) }];
  });
  const vocabulary = [...new Set(described.flatMap(({ terms }) => terms))].sort();
  const numbers = new Map(vocabulary.map((term, number) => [term, number]));
  const rowIndices = described.flatMap(({ row, terms }) => terms.map(() => row));
  const columnIndices = described.flatMap(({ terms }) =>
    terms.map((term) => numbers.get(term) ?? -1),
  );
  return fromTriplets({
    rows: indices.size,
    columns: vocabulary.length,
    rowIndices,
    columnIndices,
    values: new Uint8Array(rowIndices.length).fill(1),
  });
}

/** The terms of one product, each as often as it occurs. */
export function textTermsOf({
  title,
  vendor,
  productType,
  tags,
  priceMinor,
}: Omit<DescribedProduct, "productId">): string[] {
  const words = [title, productType, ...tags.slice(0, MAX_TAGS)].flatMap(wordsOf);
  return [
    ...words,
    ...whole("vendor", vendor),
    ...whole("type", productType),
    ...(priceMinor !== null && priceMinor > 0
      ? [`price ${Math.round(2 * Math.log2(priceMinor))}`]
      : []),
  ];
}

/** Words of at least two letters or digits, in any script. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
}

function whole(kind: string, name: string): string[] {
  const clean = name.trim().toLowerCase();
  return clean === "" ? [] : [`${kind} ${clean}`];
}
