import { fromTriplets } from "~/ml/matrices/sparse-matrix";
import { fitTextNeighbors } from "~/ml/neighbors/text-neighbors";
import { numberOption, type Call } from "../call";
import { checksumOf } from "../checksum";
import { rejectInput } from "../readers/input-error";
import { createNames, numberName } from "../readers/read-interactions";
import { findColumn, readTable } from "../readers/read-table";

const EXAMPLES = 5;
const SHOWN = 3;

/** The products with the most similar text. */
export const similar: Call = {
  flags: { file: null, text: null, k: null },
  prepare(options) {
    const k = numberOption(options, "k", { min: 1, whole: true });
    const texts = readTexts(options.file!, options.text!);
    return () => {
      const startMs = performance.now();
      const { neighbors, offsets, scores } = fitTextNeighbors(countTerms(texts), k);
      const fitSeconds = (performance.now() - startMs) / 1000;
      const every = Math.max(1, Math.floor(texts.length / EXAMPLES));
      const examples = Array.from({ length: Math.min(EXAMPLES, texts.length) }, (_, n) => {
        const row = n * every;
        const end = Math.min(offsets[row]! + SHOWN, offsets[row + 1]!);
        return {
          text: texts[row]!,
          like: Array.from(neighbors.subarray(offsets[row], end), (other, place) => ({
            text: texts[other]!,
            score: scores[offsets[row]! + place]!,
          })),
        };
      });
      const checksum = checksumOf([offsets, neighbors]);
      return {
        n: texts.length,
        models: { tfidf: { fitSeconds, checksum } },
        best: "tfidf",
        more: { checksum, examples },
      };
    };
  },
};

/** Texts × words: the count of each word in each text, case-insensitive. */
function countTerms(texts: readonly string[]) {
  const words = createNames();
  const rowIndices: number[] = [];
  const columnIndices: number[] = [];
  texts.forEach((text, row) => {
    for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
      rowIndices.push(row);
      columnIndices.push(numberName(words, word));
    }
  });
  return fromTriplets({
    rows: texts.length,
    columns: words.numberOf.size,
    rowIndices,
    columnIndices,
    values: new Float64Array(rowIndices.length).fill(1),
  });
}

function readTexts(file: string, column: string): string[] {
  const table = readTable(file);
  const at = findColumn(table, column);
  const texts = Array.from(table.rows, ({ fields }) => fields[at]!);
  if (texts.length === 0) rejectInput({ file }, "has no rows.");
  return texts;
}
