import type { Condition } from "../condition";
import {
  countBehavior,
  getDateValue,
  matchesRule,
  getNumberValue,
  getPredictedValue,
  getPropertyValue,
} from "../matches";
import type { CustomerFacts } from "../customer-facts";
import type { RuleNode } from "../segment";
import {
  describeCondition,
  formatNumber,
  formatPredicted,
  type RuleNames,
} from "./describe-condition";
import { CONSENT_WORDS, GROUP_WORDS, REASON_WORDS } from "./labels";

/** A rule explained for one customer: each node in words, whether it is met, and the known value. */
export interface ExplainedNode {
  readonly words: string;
  readonly isMet: boolean;
  /** Whether meeting it counts toward membership; false within “none of these”. */
  readonly isWanted: boolean;
  /** The known value, such as "3 times"; `null` for a group. */
  readonly known: string | null;
  readonly of: readonly ExplainedNode[];
}

/** Explains condition by condition whether a customer meets a rule. */
export function explainRule(
  node: RuleNode,
  facts: CustomerFacts,
  names: RuleNames,
  now: Date,
  isWanted = true,
): ExplainedNode {
  const isMet = matchesRule(node, facts, now);
  if ("of" in node) {
    const areChildrenWanted = (node.kind !== "none") === isWanted;
    const of = node.of.map((it) => explainRule(it, facts, names, now, areChildrenWanted));
    return { words: GROUP_WORDS[node.kind], isMet, isWanted, known: null, of };
  }
  const known = describeKnownValue(node, facts, names, now);
  return { words: describeCondition(node, names), isMet, isWanted, known, of: [] };
}

function describeKnownValue(
  condition: Condition,
  facts: CustomerFacts,
  names: RuleNames,
  now: Date,
): string {
  const { currency } = names;
  switch (condition.kind) {
    case "did": {
      const times = countBehavior(condition, facts, now);
      return times === 1 ? "Once" : `${times} times`;
    }
    case "property":
      return getPropertyValue(condition.property, facts) ?? "Not known";
    case "flow_property":
      return facts.properties.get(condition.name) ?? "Not noted";
    case "date":
      return formatDate(getDateValue(condition.date, facts));
    case "number": {
      const value = getNumberValue(condition.number, facts);
      return value === null ? "Not known" : formatNumber(condition.number, Number(value), currency);
    }
    case "prediction": {
      if (facts.prediction === null) return "Not scored";
      const value = getPredictedValue(condition.predicted, facts.prediction, now);
      const grade = `data grade ${facts.prediction.grade}`;
      return value === null
        ? `Not known, ${grade}`
        : `${formatPredicted(condition.predicted, Number(value), currency)}, ${grade}`;
    }
    case "group":
      return facts.prediction?.groupKey
        ? describeCondition({ kind: "group", keys: [facts.prediction.groupKey] }, names)
        : "In no group";
    case "affinity": {
      const { affinities } = facts.traits;
      const words = affinities.map(({ productType, share }) => `${productType} ${percent(share)}`);
      return words.join(", ") || "Nothing bought of a known type";
    }
    case "price_band":
      return percent(facts.traits.priceBands[condition.band]);
    case "consent":
      return sentence(CONSENT_WORDS[facts.marketingState]);
    case "suppressed": {
      const reasons = facts.suppressions.map(({ reason }) => REASON_WORDS[reason]);
      return sentence(reasons.join(", ")) || "Not suppressed";
    }
    case "has_address":
      return facts.hasAddress ? "An address is known" : "No address is known";
    case "segment":
      return facts.segmentIds.has(condition.segmentId) ? "A member" : "No member";
  }
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
const formatDate = (at: Date | null) => (at === null ? "Never" : at.toISOString().slice(0, 10));
const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
