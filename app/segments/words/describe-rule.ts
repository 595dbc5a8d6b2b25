import type { RuleNode } from "../segment";
import { describeCondition, type RuleNames } from "./describe-condition";

const WORDS = { all: " and ", any: " or ", none: " or " } as const;

/** A rule as one sentence, such as "Ordered at least once at any time and not (country is GB)". */
export function describeRule(node: RuleNode, names: RuleNames): string {
  const words = describe(node, names, true);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function describe(node: RuleNode, names: RuleNames, isOutermost: boolean): string {
  if (!("of" in node)) return midSentence(describeCondition(node, names));
  const inner = node.of.map((it) => describe(it, names, false)).join(WORDS[node.kind]);
  if (node.kind === "none") return `not (${inner})`;
  return isOutermost || node.of.length === 1 ? inner : `(${inner})`;
}

const midSentence = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);
