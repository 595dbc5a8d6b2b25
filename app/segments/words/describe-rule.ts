import type { RuleNode } from "../segment";
import { describeCondition, type RuleWords } from "./describe-condition";

/** A rule as one sentence, such as "Ordered at least once at any time and not (country is France)". */
export const describeRule = (node: RuleNode, words: RuleWords): string =>
  capitalizeText(describe(node, words, true));

function describe(node: RuleNode, words: RuleWords, isOutermost: boolean): string {
  if (!("of" in node)) return describeCondition(node, words);
  const inner = node.of.map((it) => describe(it, words, false));
  const conditions = words.format.list(inner, node.kind === "all" ? "and" : "or");
  if (node.kind === "none") return words.text("not", { conditions });
  return isOutermost || node.of.length === 1 ? conditions : words.text("nested", { conditions });
}

/** Texts of conditions begin in lower case, because they stand within sentences. */
export const capitalizeText = (words: string) => words.replace(/^./u, (it) => it.toUpperCase());
