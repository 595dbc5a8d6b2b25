import { mineBaskets } from "~/recommendations/baskets/mine-rules";
import { numberOption, type Call } from "../call";
import { rejectInput } from "../readers/input-error";
import { createNames, numberName } from "../readers/read-interactions";
import { readLines } from "../readers/read-lines";
import { splitFields } from "../readers/read-table";

const LISTED = 20;

/** Frequent item sets and association rules of baskets. */
export const rules: Call = {
  flags: { file: null, support: null, confidence: null },
  prepare(options) {
    const support = numberOption(options, "support", { max: 1 });
    const confidence = numberOption(options, "confidence", { max: 1 });
    const { baskets, names } = readBaskets(options.file!);
    return () => {
      const startMs = performance.now();
      // Rounding must not raise an exactly met share above its count.
      const minSupport = Math.max(1, Math.ceil(support * baskets.length - 1e-9));
      const { itemSets, rules: found } = mineBaskets(
        { baskets, itemCount: names.length },
        { minOrders: minSupport, minConfidence: confidence, maxItems: Infinity },
      );
      const fitSeconds = (performance.now() - startMs) / 1000;
      const counts = { itemSets: itemSets.supports.length, rules: found.length };
      const top = found.slice(0, LISTED).map((rule) => ({
        if: rule.antecedent.map((item) => names[item]!),
        then: names[rule.consequent]!,
        count: rule.count,
        support: rule.support,
        confidence: rule.confidence,
        lift: rule.lift,
      }));
      return {
        n: baskets.length,
        models: { eclat: { ...counts, fitSeconds } },
        best: "eclat",
        more: { ...counts, top },
      };
    };
  },
};

/** One basket per line, its items as CSV fields, each counted once. */
function readBaskets(file: string) {
  const names = createNames();
  const baskets: Int32Array[] = [];
  for (const { number: line, text } of readLines(file)) {
    const fields = splitFields(text, { file, line });
    if (!fields) return rejectInput({ file, line }, "a quote is opened and never closed.");
    const items = fields.map((item) => item.trim());
    const empty = items.indexOf("");
    if (empty >= 0) rejectInput({ file, line, column: empty + 1 }, "is empty.");
    baskets.push(Int32Array.from(new Set(items.map((item) => numberName(names, item)))));
  }
  if (baskets.length === 0) rejectInput({ file }, "has no baskets.");
  return { baskets, names: [...names.numberOf.keys()] };
}
