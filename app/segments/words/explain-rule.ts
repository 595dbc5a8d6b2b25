import type { MarketingState } from "~/events/event";
import type { Grade } from "~/predictions/prediction";
import type { SuppressionReason } from "~/profiles/suppression-reason";
import type { Condition } from "../condition";
import {
  countBehavior,
  getDateValue,
  matchesRule,
  getNumberValue,
  getPredictedValue,
  listPropertyValues,
} from "../matches";
import type { CustomerFacts } from "../customer-facts";
import type { GroupKind, RuleNode } from "../segment";

/** A rule explained for one customer: whether each node is met, and what is known. */
export type ExplainedNode = {
  readonly isMet: boolean;
  /** Whether meeting it counts toward membership; false within “none of these”. */
  readonly isWanted: boolean;
} & (
  | { readonly kind: GroupKind; readonly of: readonly ExplainedNode[] }
  | { readonly kind: "condition"; readonly condition: Condition; readonly known: KnownFact }
);

/** What is known about a customer for a condition. Money is in minor units, instants are in ISO 8601. */
export type KnownFact =
  | { readonly kind: "unknown" }
  | { readonly kind: "times"; readonly count: number }
  | { readonly kind: "property"; readonly value: string }
  /** Of a customer property; a city is a key. */
  | { readonly kind: "values"; readonly values: readonly string[] }
  | { readonly kind: "not_set" }
  | { readonly kind: "date"; readonly at: string }
  | { readonly kind: "never" }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "predicted"; readonly value: number | null; readonly grade: Grade }
  | { readonly kind: "not_predicted" }
  | { readonly kind: "group"; readonly key: string | null }
  | { readonly kind: "types"; readonly shares: readonly { type: string; share: number }[] }
  | { readonly kind: "share"; readonly share: number }
  | { readonly kind: "consent"; readonly state: MarketingState }
  | { readonly kind: "suppressed"; readonly reasons: readonly SuppressionReason[] }
  | { readonly kind: "address" | "membership"; readonly has: boolean };

/** Explains condition by condition whether a customer meets a rule. */
export function explainRule(
  node: RuleNode,
  facts: CustomerFacts,
  now: Date,
  isWanted = true,
): ExplainedNode {
  const isMet = matchesRule(node, facts, now);
  if ("of" in node) {
    const areChildrenWanted = (node.kind !== "none") === isWanted;
    const of = node.of.map((it) => explainRule(it, facts, now, areChildrenWanted));
    return { kind: node.kind, isMet, isWanted, of };
  }
  return {
    kind: "condition",
    condition: node,
    isMet,
    isWanted,
    known: findKnownFact(node, facts, now),
  };
}

function findKnownFact(condition: Condition, facts: CustomerFacts, now: Date): KnownFact {
  switch (condition.kind) {
    case "did":
      return { kind: "times", count: countBehavior(condition, facts, now) };
    case "property": {
      const values = listPropertyValues(condition.property, facts);
      return values.length === 0 ? { kind: "unknown" } : { kind: "values", values };
    }
    case "flow_property": {
      const value = facts.properties.get(condition.name);
      return value === undefined ? { kind: "not_set" } : { kind: "property", value };
    }
    case "date": {
      const at = getDateValue(condition.date, facts);
      return at === null ? { kind: "never" } : { kind: "date", at: at.toISOString() };
    }
    case "number": {
      const value = getNumberValue(condition.number, facts);
      return value === null ? { kind: "unknown" } : { kind: "number", value: Number(value) };
    }
    case "prediction": {
      const { prediction } = facts;
      if (prediction === null) return { kind: "not_predicted" };
      const value = getPredictedValue(condition.predicted, prediction, now);
      return {
        kind: "predicted",
        value: value === null ? null : Number(value),
        grade: prediction.grade,
      };
    }
    case "group":
      return { kind: "group", key: facts.prediction?.groupKey ?? null };
    case "affinity": {
      const { affinities } = facts.traits;
      const shares = affinities.map(({ productType: type, share }) => ({ type, share }));
      return { kind: "types", shares };
    }
    case "price_band":
      return { kind: "share", share: facts.traits.priceBands[condition.band] };
    case "consent":
      return { kind: "consent", state: facts.marketingState };
    case "suppressed":
      return { kind: "suppressed", reasons: facts.suppressions.map(({ reason }) => reason) };
    case "has_address":
      return { kind: "address", has: facts.hasAddress };
    case "segment":
      return { kind: "membership", has: facts.segmentIds.has(condition.segmentId) };
  }
}
