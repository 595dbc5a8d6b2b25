import type { Rule, RuleTarget } from "~/recommendations/rules/rule";
import { LIST_TITLES } from "./list-words";

/** "product/501" or "collection/12" → its name. */
export type TargetLabels = Readonly<Record<string, string>>;

/** "Boost type Candles by half in New for them, Goes with it" */
export function ruleWords({ action, target, lists }: Rule, labels: TargetLabels): string {
  const what = targetWords(target, labels);
  const where = lists.map((list) => LIST_TITLES[list]).join(", ");
  switch (action.kind) {
    case "pin":
      return `Show ${what} first in ${where}`;
    case "boost":
      return `Move ${what} up by ${Math.round(action.strength * 100)} % in ${where}`;
    case "bury":
      return `Show ${what} last in ${where}`;
    case "exclude":
      return `Never show ${what} in ${where}`;
  }
}

function targetWords(target: RuleTarget, labels: TargetLabels): string {
  switch (target.kind) {
    case "product":
      return labels[`product/${target.productId}`] ?? `product ${target.productId}`;
    case "collection":
      return `collection ${labels[`collection/${target.collectionId}`] ?? target.collectionId}`;
    case "type":
      return `type ${target.productType}`;
    case "vendor":
      return `vendor ${target.vendor}`;
    case "tag":
      return `tag ${target.tag}`;
  }
}
