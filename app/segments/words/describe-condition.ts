import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";
import { unitOf } from "~/predictions/predicted-values";
import type { Comparison, Condition, ConditionOf, ProductFilter, Window } from "../condition";

/** Names by id for describing rules. */
export interface RuleNames {
  /** ISO 4217. */
  readonly currency: string;
  readonly products: Readonly<Record<string, string>>;
  readonly segments: Readonly<Record<string, string>>;
}

/** What rules are described with: the reader's texts and numbers, and the names that rules refer to by id. */
export interface RuleWords {
  readonly text: Text<"rules">;
  readonly learning: Text<"learning">;
  readonly common: Text<"common">;
  readonly format: Format;
  readonly names: RuleNames;
}

/** Describes a condition within a sentence: "ordered at least 2 times in the last 30 days". */
export function describeCondition(condition: Condition, words: RuleWords): string {
  const { text, learning, common, format, names } = words;
  const either = (values: readonly string[]) => format.list(values, "or");
  const compare = (comparison: Comparison, what: string, value: string) =>
    text(`compare.${comparison}`, { what, value });
  switch (condition.kind) {
    case "did":
      return describeBehavior(condition, words);
    case "property": {
      const { property, values } = condition;
      const named = property === "country" ? values.map((it) => format.country(it) ?? it) : values;
      return text(`property.${property}`, { values: either(named) });
    }
    case "flow_property": {
      const { name, values } = condition;
      return values.length === 0
        ? text("flowProperty", { name })
        : text("flowProperty.values", { name, values: either(values) });
    }
    case "date": {
      const date = text(`date.${condition.date}`);
      return text("date", { date, window: describeWindow(condition.window, words) });
    }
    case "number": {
      const { number, comparison, value } = condition;
      return compare(comparison, text(`number.${number}`), formatNumber(number, value, words));
    }
    case "prediction": {
      const { predicted, comparison, value, grade } = condition;
      const what = text("predicted", { label: learning(`predicted.${predicted}`) });
      const described = compare(comparison, what, formatPredicted(predicted, value, words));
      if (grade === "D") return described;
      return grade === "A"
        ? text("predicted.gradeA", { condition: described })
        : text("predicted.grade", { condition: described, grade });
    }
    case "group":
      return text("group", { groups: either(condition.keys.map((it) => nameGroup(it, learning))) });
    case "affinity":
      return text("affinity", {
        share: format.rate(condition.share),
        types: either(condition.types),
      });
    case "price_band":
      return text(`priceBand.${condition.band}`, { share: format.rate(condition.share) });
    case "consent":
      return text("consent", {
        states: either(condition.states.map((it) => common(`consent.${it}`))),
      });
    case "suppressed": {
      const reasons = condition.reasons.map((it) => text(`suppression.${it}`));
      return reasons.length === 0
        ? text("suppressed")
        : text("suppressed.reasons", { reasons: either(reasons) });
    }
    case "has_address":
      return text("hasAddress");
    case "segment": {
      const name = names.segments[condition.segmentId];
      return name === undefined ? text("segment.deleted") : text("segment", { name });
    }
  }
}

function describeBehavior(condition: ConditionOf<"did">, words: RuleWords): string {
  const { text } = words;
  const { comparison, times, products, query } = condition;
  const parts = {
    behavior: text(`behavior.${condition.behavior}`),
    times: text(`times.${comparison}`, { count: times }),
    window: describeWindow(condition.window, words),
  };
  if (query !== undefined) return text("did.query", { ...parts, query });
  return products
    ? text("did.products", { ...parts, products: describeProducts(products, words) })
    : text("did", parts);
}

function describeProducts(
  { by, values }: ProductFilter,
  { text, format, names: { products } }: RuleWords,
): string {
  const names =
    by === "product" ? values.map((id) => products[id] ?? text("products.deleted")) : values;
  return text(`products.${by}`, { names: format.list(names, "or") });
}

/** "in the last 30 days" */
function describeWindow(window: Window, { text, format }: RuleWords): string {
  switch (window.kind) {
    case "ever":
      return text("window.ever");
    case "last":
    case "before":
      return text(`window.${window.kind}`, { days: window.days });
    case "between":
      return text("window.between", {
        from: format.calendarDate(window.from.slice(0, 10)),
        to: format.calendarDate(window.to.slice(0, 10)),
      });
  }
}

/** The name of a customer group. */
export function nameGroup(key: string, learning: Text<"learning">): string {
  const named = `group.${key}`;
  return learning.has(named) ? learning(named as TextKey<"learning">) : key;
}

/** A number of a condition, in its unit. */
export function formatNumber(
  number: ConditionOf<"number">["number"],
  value: number,
  { format, names: { currency } }: RuleWords,
): string {
  if (number === "net_spend" || number === "average_order") {
    return format.money({ minor: value, currency });
  }
  return number === "median_gap_days" ? format.days(value) : format.count(value);
}

/** What is predicted, in its unit. */
export function formatPredicted(
  predicted: ConditionOf<"prediction">["predicted"],
  value: number,
  { text, format, names: { currency } }: RuleWords,
): string {
  switch (unitOf(predicted)) {
    case "rate":
      return format.rate(value);
    case "money":
      return format.money({ minor: value, currency });
    case "instant":
      return value < 0 ? text("ago", { days: -value }) : text("fromNow", { days: value });
    case "hour":
      return format.hourOfDay(value);
    case "count":
      return format.count(value);
  }
}
