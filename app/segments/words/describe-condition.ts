import type { Format } from "~/i18n/create-format";
import type { Text } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";
import { metafieldIdOfProperty } from "~/profiles/metafields/followed-metafield";
import { unitOf } from "~/predictions/predicted-values";
import type {
  BehaviorFilter,
  Comparison,
  Condition,
  ConditionOf,
  FilterName,
  Window,
} from "../condition";

/** Names by id for describing rules. */
export interface RuleNames {
  /** ISO 4217. */
  readonly currency: string;
  /** By filter and id. */
  readonly values: Readonly<Partial<Record<FilterName, Readonly<Record<string, string>>>>>;
  readonly segments: Readonly<Record<string, string>>;
  /** Of customer metafields, by the name of their property. */
  readonly metafields: Readonly<Record<string, string>>;
}

/** The name of a customer property: of a metafield as in Shopify, or else its id there. */
export const nameCustomProperty = (name: string, { metafields }: Pick<RuleNames, "metafields">) =>
  metafields[name] ?? metafieldIdOfProperty(name) ?? name;

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
      const named = condition.values.map((it) =>
        condition.property === "language"
          ? format.languageInText(it)
          : nameProperty(condition, it, format),
      );
      return text(`property.${condition.property}`, { values: either(named) });
    }
    case "flow_property": {
      const { values, as } = condition;
      const name = nameCustomProperty(condition.name, names);
      if (as?.kind === "number") {
        return compare(as.comparison, text("flowProperty.of", { name }), format.number(as.value));
      }
      if (as?.kind === "date") {
        const date = text("flowProperty.date", { name });
        return text("date", { date, window: describeWindow(as.window, words) });
      }
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
  const { text, format } = words;
  const { comparison, times, where = [] } = condition;
  const parts = {
    behavior: text(`behavior.${condition.behavior}`),
    times: text(`times.${comparison}`, { count: times }),
    window: describeWindow(condition.window, words),
  };
  if (where.length === 0) return text("did", parts);
  const filters = format.list(
    where.map((it) => describeFilter(it, words)),
    "and",
  );
  return text("did.where", { ...parts, filters });
}

function describeFilter(filter: BehaviorFilter, words: RuleWords): string {
  const { text, format, names } = words;
  if ("values" in filter) {
    if (filter.values.length === 0) return text("filter.discount_code.any");
    const named = filter.values.map((it) => nameFilterValue(filter.by, it, words));
    return text(`filter.${filter.by}`, { names: format.list(named, "or") });
  }
  switch (filter.by) {
    case "order_value":
    case "items": {
      const { by, comparison, value } = filter;
      return text(`compare.${comparison}`, {
        what: text(`filter.${by}`),
        value:
          by === "order_value"
            ? format.money({ minor: value, currency: names.currency })
            : format.count(value),
      });
    }
    case "no_discount_code":
      return text("filter.no_discount_code");
    case "query":
      return text("filter.query", { text: filter.text });
  }
}

/** Filters whose values are ids. */
const FILTERS_BY_ID: readonly FilterName[] = [
  "product",
  "variant",
  "collection",
  "flow",
  "campaign",
];

/** The name of a filter's value: an id is named as long as it exists. */
export function nameFilterValue(
  by: FilterName,
  value: string,
  { text, names }: Pick<RuleWords, "text" | "names">,
): string {
  if (by === "channel") {
    const channel = CHANNELS.find((it) => it === value);
    return channel === undefined ? value : text(`channel.${channel}`);
  }
  const name = names.values[by]?.[value];
  if (name !== undefined) return name;
  return FILTERS_BY_ID.includes(by) ? text("filter.deleted", { by }) : value;
}

/** Shopify's names of channels that a merchant would not recognize. */
const CHANNELS = ["web", "pos", "shopify_draft_order", "iphone", "android"] as const;

/** A property's value in the reader's language. */
export function nameProperty(
  { property, labels }: Pick<ConditionOf<"property">, "property" | "labels">,
  value: string,
  format: Format,
): string {
  if (property === "country") return format.country(value) ?? value;
  if (property === "language") return format.language(value);
  return labels?.[value] ?? value;
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
