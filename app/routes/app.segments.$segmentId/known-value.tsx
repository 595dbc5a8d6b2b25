import { useText } from "~/i18n/text-provider";
import type { Condition } from "~/segments/condition";
import {
  formatNumber,
  formatPredicted,
  nameGroup,
  nameProperty,
  type RuleWords,
} from "~/segments/words/describe-condition";
import { capitalizeText } from "~/segments/words/describe-rule";
import type { KnownFact } from "~/segments/words/explain-rule";

interface KnownValueProps {
  condition: Condition;
  known: KnownFact;
  words: RuleWords;
}

/** What is known about a customer for a condition: "3 times". */
export function KnownValue({ condition, known, words }: KnownValueProps): string {
  const text = useText("segments");
  const { text: rules, common, learning, format } = words;
  switch (known.kind) {
    case "unknown":
    case "not_set":
    case "never":
    case "not_predicted":
      return text(`known.${known.kind}`);
    case "times":
      return text("known.times", { count: known.count });
    case "property":
      return format.list(known.value.split("\n"));
    case "values": {
      if (condition.kind !== "property") return format.list(known.values);
      const { property, labels } = condition;
      const [city = ""] = known.values;
      // The name of a city that the rule does not name is not stored readably.
      if (property === "city" && labels?.[city] === undefined) return text("known.otherCity");
      return format.list(known.values.map((it) => nameProperty(condition, it, format)));
    }
    case "date":
      return format.day(known.at);
    case "number":
      return condition.kind === "number" ? formatNumber(condition.number, known.value, words) : "";
    case "predicted": {
      const isKnown = known.value !== null && condition.kind === "prediction";
      const value = isKnown
        ? formatPredicted(condition.predicted, known.value, words)
        : text("known.unknown");
      return text("known.predicted", { value, grade: known.grade });
    }
    case "group":
      return known.key === null ? text("known.noGroup") : nameGroup(known.key, learning);
    case "types": {
      const shares = known.shares.map(({ type, share }) =>
        text("known.type", { type, share: format.rate(share, 0) }),
      );
      return shares.length === 0 ? text("known.noTypes") : format.list(shares);
    }
    case "share":
      return format.rate(known.share, 0);
    case "consent":
      return common(`consent.${known.state}`);
    case "suppressed": {
      const reasons = known.reasons.map((it) => rules(`suppression.${it}`));
      return reasons.length === 0
        ? text("known.notSuppressed")
        : capitalizeText(format.list(reasons));
    }
    case "address":
      return text(known.has ? "known.address" : "known.noAddress");
    case "membership":
      return text(known.has ? "known.membership" : "known.noMembership");
  }
}
