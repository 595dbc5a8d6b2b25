import { collectNeighborRows, type ProductNeighbors } from "./product-neighbors";
import { rowLengths, transpose, type SparseMatrix } from "../matrices/sparse-matrix";
import { forEachProductRow } from "../matrices/sparse-product";

/**
 * Weighs the terms of documents by TF-IDF and scales each document to length 1.
 *
 * weight = (1 + ln count) × (1 + ln((1 + documents) / (1 + documents with the term)))
 *
 * - G. Salton, C. Buckley. Term-weighting approaches in automatic text retrieval. Information
 *   Processing & Management 24(5), 1988. doi:10.1016/0306-4573(88)90021-0
 *
 * Cost: O(entries + terms).
 *
 * @param counts documents × terms; entry = number of occurrences in the document, ≥ 1
 */
export function weighTerms(counts: SparseMatrix): SparseMatrix {
  const documentsWith = new Int32Array(counts.columns);
  for (const term of counts.indices) documentsWith[term]!++;
  const rarity = Float64Array.from(documentsWith, (documents) =>
    termRarity(documents, counts.rows),
  );
  const values = counts.values.map((count, at) => termWeight(count, rarity[counts.indices[at]!]!));
  for (let row = 0; row < counts.rows; row++) {
    let squares = 0;
    const end = counts.offsets[row + 1]!;
    for (let at = counts.offsets[row]!; at < end; at++) squares += values[at]! ** 2;
    const norm = Math.sqrt(squares);
    for (let at = counts.offsets[row]!; at < end; at++) values[at]! /= norm;
  }
  return { ...counts, values };
}

/** The second factor of `weighTerms`, ≥ 1: a term is rare if few of all documents have it. */
export function termRarity(documentsWith: number, documents: number): number {
  return 1 + Math.log((1 + documents) / (1 + documentsWith));
}

/** The weight of `weighTerms` before scaling, > 0, of a term that occurs `count` ≥ 1 times in a document. */
export function termWeight(count: number, rarity: number): number {
  return (1 + Math.log(count)) * rarity;
}

/**
 * Each document's most similar documents by the cosine of their TF-IDF weights, using an inverted index: documents
 * without a common term are never compared.
 *
 * Cost: time O(Σ over terms of (documents with it)²); memory O(entries + documents × k).
 *
 * @param counts as in `weighTerms`
 * @param k neighbors per document, ≥ 0 @returns scores in (0, 1]; `shared` is the number of common terms, `buyers`
 * that of terms
 */
export function fitTextNeighbors(counts: SparseMatrix, k: number): ProductNeighbors {
  const weights = weighTerms(counts);
  const rows = collectNeighborRows(counts.rows, k);
  forEachProductRow(weights, transpose(weights), ({ row, columns, count, dots, terms }) => {
    for (let n = 0; n < count; n++) {
      const other = columns[n]!;
      // Most pairs end here, because the list is full of better ones.
      if (dots[other]! > rows.floor && other !== row) rows.offer(other, dots[other]!);
    }
    rows.closeRow(terms);
  });
  return rows.finish(rowLengths(counts));
}
