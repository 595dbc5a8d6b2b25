import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";
import type { Rule, RuleTarget } from "~/recommendations/rules/rule";

/** "product/501" or "collection/12" → its name. */
export type TargetLabels = Readonly<Record<string, string>>;

/** "Move type Candles up by 50% in New for the customer and Goes well with" */
export function describeRecommendationRule(
  { action, target, lists }: Rule,
  labels: TargetLabels,
  { text, format }: { readonly text: Text<"recommendations">; readonly format: Format },
): string {
  return text(`rule.${action.kind}`, {
    target: describeTarget(target, labels, text),
    lists: format.list(lists.map((list) => text(`list.${list}`))),
    strength: action.kind === "boost" ? format.rate(action.strength, 0) : "",
  });
}

function describeTarget(
  target: RuleTarget,
  labels: TargetLabels,
  text: Text<"recommendations">,
): string {
  switch (target.kind) {
    case "product":
      return labels[`product/${target.productId}`] ?? text("target.deletedProduct");
    case "collection": {
      const name = labels[`collection/${target.collectionId}`];
      return name === undefined
        ? text("target.deletedCollection")
        : text("target.collection", { name });
    }
    case "type":
      return text("target.type", { name: target.productType });
    case "vendor":
      return text("target.vendor", { name: target.vendor });
    case "tag":
      return text("target.tag", { name: target.tag });
  }
}
