import {
  usesOrderCount,
  type Comparison,
  type Condition,
  type ConditionOf,
  type ProductFilter,
} from "./condition";
import { gradesFrom } from "./grade-order";
import type { Predicted } from "~/predictions/predicted-values";
import type { CustomerPrediction, ProductAttributes, CustomerFacts } from "./customer-facts";
import type { RuleNode } from "./segment";
import { boundsOf, daysBefore, wholeDaysBetween, isWithin } from "./window";

/**
 * Whether a customer meets a rule. The in-memory equivalent of `to-sql.server.ts`: a test
 * compares the two over random rules and customers.
 *
 * An unknown value (`null` or absent) meets no condition. Counts are
 * 0 without occurrences.
 *
 * @param now the end of relative windows
 */
export function matchesRule(node: RuleNode, facts: CustomerFacts, now: Date): boolean {
  if (!("of" in node)) return matchesCondition(node, facts, now);
  const isMet = (it: RuleNode) => matchesRule(it, facts, now);
  if (node.kind === "all") return node.of.every(isMet);
  return node.of.some(isMet) === (node.kind === "any");
}

function matchesCondition(condition: Condition, facts: CustomerFacts, now: Date): boolean {
  switch (condition.kind) {
    case "did":
      return compares(countBehavior(condition, facts, now), condition.comparison, condition.times);
    case "property":
      return has(condition.values, getPropertyValue(condition.property, facts));
    case "flow_property": {
      const value = facts.properties.get(condition.name);
      return (
        value !== undefined && (condition.values.length === 0 || condition.values.includes(value))
      );
    }
    case "date":
      return isWithin(getDateValue(condition.date, facts), boundsOf(condition.window, now));
    case "number":
      return compares(
        getNumberValue(condition.number, facts),
        condition.comparison,
        condition.value,
      );
    case "prediction":
      return meetsPrediction(condition, facts.prediction, now);
    case "group":
      return has(condition.keys, facts.prediction?.groupKey ?? null);
    case "affinity":
      return facts.traits.affinities.some(
        ({ productType, share }) =>
          condition.types.includes(productType) && share >= condition.share,
      );
    case "price_band":
      return facts.traits.priceBands[condition.band] >= condition.share;
    case "consent":
      return condition.states.includes(facts.marketingState);
    case "suppressed":
      return facts.suppressions.some(
        ({ reason, expiresAt }) =>
          (expiresAt === null || expiresAt > now) &&
          (condition.reasons.length === 0 || condition.reasons.includes(reason)),
      );
    case "has_address":
      return facts.hasAddress;
    case "segment":
      return facts.segmentIds.has(condition.segmentId);
  }
}

/** How often the behavior of a condition occurred in its window. */
export function countBehavior(
  condition: ConditionOf<"did">,
  facts: CustomerFacts,
  now: Date,
): number {
  if (usesOrderCount(condition)) return facts.orderCount;
  const { behavior, window, products, query } = condition;
  const bounds = boundsOf(window, now);
  const inWindow = <T extends { readonly at: Date }>(occurrences: readonly T[]) =>
    occurrences.filter(({ at }) => isWithin(at, bounds));
  const isCounted = (product: ProductAttributes) =>
    products === undefined || matchesFilter(product, products);
  switch (behavior) {
    case "ordered":
      return inWindow(facts.orders).filter(
        (order) => products === undefined || order.products.some(isCounted),
      ).length;
    case "visited":
      return inWindow(facts.visits).length;
    case "viewed_product":
    case "added_to_cart": {
      const seen = inWindow(facts.visits).flatMap(({ viewed }) => viewed.filter(isCounted));
      return seen.reduce(
        (sum, it) => sum + (behavior === "viewed_product" ? it.views : it.added),
        0,
      );
    }
    case "searched":
      return inWindow(facts.visits)
        .flatMap(({ searches }) => searches)
        .filter((it) => query === undefined || it.includes(query)).length;
    case "clicked_email":
      return new Set(inWindow(facts.clicks).map(({ messageId }) => messageId)).size;
    case "started_checkout":
    case "got_email":
    case "signed_up":
    case "requested_product_alert":
      return facts.behaviorTimes[behavior].filter((at) => isWithin(at, bounds)).length;
  }
}

function matchesFilter(
  { productId, type, vendor }: ProductAttributes,
  { by, values }: ProductFilter,
): boolean {
  return has(values, { product: productId, type, vendor }[by]);
}

function meetsPrediction(
  { predicted, comparison, value, grade }: ConditionOf<"prediction">,
  prediction: CustomerPrediction | null,
  now: Date,
): boolean {
  if (prediction === null || !gradesFrom(grade).includes(prediction.grade)) return false;
  const known = prediction.values[predicted];
  if (!(known instanceof Date)) return compares(known, comparison, value);
  // Compares instants, since days are rounded.
  const limit = daysBefore(now, -value);
  return comparison === "at_least" ? known >= limit : known <= limit;
}

/** A predicted value in the unit of conditions; of an instant, the days from `now`. */
export function getPredictedValue(
  predicted: Predicted,
  prediction: CustomerPrediction,
  now: Date,
): number | bigint | null {
  const value = prediction.values[predicted];
  return value instanceof Date ? wholeDaysBetween(now, value) : value;
}

/** The language is the part before the region: "en" of "en-GB". */
export function getPropertyValue(
  property: ConditionOf<"property">["property"],
  { countryCode, locale }: CustomerFacts,
): string | null {
  return property === "country" ? countryCode : (locale?.split("-")[0] ?? null);
}

export function getDateValue(date: ConditionOf<"date">["date"], facts: CustomerFacts): Date | null {
  const { createdAt, firstOrderAt, lastOrderAt, lastSeenAt } = facts;
  return {
    created: createdAt,
    first_order: firstOrderAt,
    last_order: lastOrderAt,
    last_seen: lastSeenAt,
  }[date];
}

export function getNumberValue(
  number: ConditionOf<"number">["number"],
  { orderCount, netSpendMinor, traits }: CustomerFacts,
): number | bigint | null {
  return {
    order_count: orderCount,
    net_spend: netSpendMinor,
    average_order: traits.averageOrderMinor,
    purchase_days: traits.purchaseDays,
    median_gap_days: traits.medianGapDays,
  }[number];
}

function compares(known: number | bigint | null, comparison: Comparison, value: number): boolean {
  if (known === null) return false;
  // A bigint and a number compare by their exact values.
  if (comparison === "at_least") return known >= value;
  if (comparison === "at_most") return known <= value;
  return known >= value && known <= value;
}

const has = (values: readonly string[], known: string | null) =>
  known !== null && values.includes(known);
