import { mineBaskets } from "~/recommendations/baskets/mine-rules";
import { numberOption, type Call } from "../call";
import { readBasketLines } from "../readers/read-basket-lines";

const LISTED = 20;

/** Frequent item sets and association rules of baskets. */
export const rules: Call = {
  flags: { file: null, support: null, confidence: null },
  prepare(options) {
    const support = numberOption(options, "support", { max: 1 });
    const confidence = numberOption(options, "confidence", { max: 1 });
    const { baskets, names } = readBasketLines(options.file!);
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
