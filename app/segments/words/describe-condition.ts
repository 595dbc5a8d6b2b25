import { formatMoney } from "~/lib/money";
import { PREDICTED_VALUES } from "~/predictions/predicted-values";
import { describeGroup } from "~/predictions/models/group-prototypes";
import type { Comparison, Condition, ConditionOf, ProductFilter, Window } from "../condition";
import {
  COMPARISON_WORDS,
  CONSENT_WORDS,
  DATE_WORDS,
  BEHAVIOR_WORDS,
  NUMBER_WORDS,
  REASON_WORDS,
} from "./labels";

/** Names by id for describing rules. */
export interface RuleNames {
  /** ISO 4217. */
  readonly currency: string;
  readonly products: Readonly<Record<string, string>>;
  readonly segments: Readonly<Record<string, string>>;
}

/** Describes a condition: "Ordered at least 2 times in the last 30 days". */
export function describeCondition(condition: Condition, names: RuleNames): string {
  switch (condition.kind) {
    case "did":
      return describeBehavior(condition, names);
    case "property":
      return `${condition.property === "country" ? "Country" : "Language"} is ${either(condition.values)}`;
    case "flow_property": {
      const isSet = `A flow noted “${condition.name}”`;
      return condition.values.length === 0 ? isSet : `${isSet} as ${either(condition.values)}`;
    }
    case "date":
      return `${DATE_WORDS[condition.date]} ${describeWindow(condition.window)}`;
    case "number":
      return `${NUMBER_WORDS[condition.number]} is ${describeComparison(condition.comparison)} ${formatNumber(condition.number, condition.value, names.currency)}`;
    case "prediction":
      return `${PREDICTED_VALUES[condition.predicted].label} is ${describeComparison(condition.comparison)} ${formatPredicted(condition.predicted, condition.value, names.currency)}${
        condition.grade === "D" ? "" : ` (data grade ${condition.grade} or better)`
      }`;
    case "group":
      return `Customer group is ${either(condition.keys.map((key) => describeGroup(key).name))}`;
    case "affinity":
      return `Spends at least ${percent(condition.share)} on ${either(condition.types)}`;
    case "price_band":
      return `Spends at least ${percent(condition.share)} in the ${condition.band} third of prices`;
    case "consent":
      return `Consent to marketing is ${either(condition.states.map((it) => CONSENT_WORDS[it]))}`;
    case "suppressed":
      return condition.reasons.length === 0
        ? "Address is suppressed"
        : `Address is suppressed: ${either(condition.reasons.map((it) => REASON_WORDS[it]))}`;
    case "has_address":
      return "Has an email address";
    case "segment":
      return `Is in “${names.segments[condition.segmentId] ?? "a segment that is no more"}”`;
  }
}

function describeBehavior(condition: ConditionOf<"did">, names: RuleNames): string {
  const { behavior, comparison, times, products, query, window } = condition;
  const what = [
    BEHAVIOR_WORDS[behavior],
    query !== undefined && `“${query}”`,
    products && describeProducts(products, names),
    comparison === "exactly" && times === 0 ? "not once" : describeTimes(comparison, times),
    describeWindow(window),
  ];
  return what.filter(Boolean).join(" ");
}

function describeProducts({ by, values }: ProductFilter, { products }: RuleNames): string {
  if (by === "product") return either(values.map((id) => products[id] ?? `product ${id}`));
  return `${by === "type" ? "of type" : "by"} ${either(values)}`;
}

const describeTimes = (comparison: Comparison, times: number) =>
  `${describeComparison(comparison)} ${times === 1 ? "once" : `${times} times`}`.trim();

const describeComparison = (comparison: Comparison) => COMPARISON_WORDS[comparison].toLowerCase();

/** "in the last 30 days" */
function describeWindow(window: Window): string {
  switch (window.kind) {
    case "ever":
      return "at any time";
    case "last":
      return window.days === 1 ? "in the last 24 hours" : `in the last ${window.days} days`;
    case "before":
      return `${window.days === 1 ? "1 day" : `${window.days} days`} ago or longer`;
    case "between":
      return `from ${window.from.slice(0, 10)} until before ${window.to.slice(0, 10)}`;
  }
}

/** A number of a condition, in its unit. */
export function formatNumber(
  number: ConditionOf<"number">["number"],
  value: number,
  currency: string,
): string {
  if (number === "net_spend" || number === "average_order") {
    return formatMoney({ minor: value, currency });
  }
  return number === "median_gap_days" ? `${value} days` : String(value);
}

/** What is predicted, in its unit. */
export function formatPredicted(
  predicted: ConditionOf<"prediction">["predicted"],
  value: number,
  currency: string,
): string {
  switch (PREDICTED_VALUES[predicted].unit) {
    case "rate":
      return percent(value);
    case "money":
      return formatMoney({ minor: value, currency });
    case "instant":
      return `${value} days from now`;
    case "hour":
      return `${value}:00`;
    case "count":
      return String(value);
  }
}

/** "12.5 %" of a share in [0, 1] */
const percent = (share: number) => `${Number((share * 100).toFixed(1))} %`;

/** "Mugs, Trays or Teapots" */
const either = (words: readonly string[]) =>
  new Intl.ListFormat("en-GB", { type: "disjunction" }).format(words);
