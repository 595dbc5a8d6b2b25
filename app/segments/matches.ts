import {
  isProductFilter,
  usesOrderCount,
  type BehaviorFilter,
  type Comparison,
  type Condition,
  type ConditionOf,
} from "./condition";
import { gradesFrom } from "./grade-order";
import type { Predicted } from "~/predictions/predicted-values";
import type {
  CountedEmail,
  CustomerFacts,
  CustomerOrder,
  CustomerPrediction,
  ProductAttributes,
} from "./customer-facts";
import { listPropertyTexts, readPropertyDate, readPropertyNumber } from "~/profiles/property-value";
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
      return listPropertyValues(condition.property, facts).some((it) =>
        condition.values.includes(it),
      );
    case "flow_property": {
      const value = facts.properties.get(condition.name);
      return value !== undefined && meetsProperty(condition, value, now);
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
  const { behavior, window, where = [] } = condition;
  const bounds = boundsOf(window, now);
  const inWindow = <T extends { readonly at: Date }>(occurrences: readonly T[]) =>
    occurrences.filter(({ at }) => isWithin(at, bounds));
  const isCounted = (product: ProductAttributes) =>
    where.every((filter) => meetsProductFilter(product, filter));
  switch (behavior) {
    case "ordered":
      return inWindow(facts.orders).filter((order) => meetsOrderFilters(order, where)).length;
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
        .filter((it) => where.every((filter) => filter.by === "query" && it.includes(filter.text)))
        .length;
    case "got_email":
    case "clicked_email":
    case "opened_email": {
      const emails = inWindow(facts.emails[behavior]).filter((email) =>
        where.every((filter) => meetsEmailFilter(email, filter)),
      );
      return behavior === "got_email"
        ? emails.length
        : new Set(emails.map(({ messageId }) => messageId)).size;
    }
    case "custom_event":
      return inWindow(facts.customEvents).filter(({ name }) =>
        where.every((filter) => filter.by === "event_name" && filter.values.includes(name)),
      ).length;
    case "started_checkout":
    case "signed_up":
    case "requested_product_alert":
      return facts.behaviorTimes[behavior].filter((at) => isWithin(at, bounds)).length;
  }
}

/** Filters on products are met by one and the same line. */
function meetsOrderFilters(order: CustomerOrder, where: readonly BehaviorFilter[]): boolean {
  const onLines = where.filter(isProductFilter);
  const isMet = (filter: BehaviorFilter) => isProductFilter(filter) || meetsOrder(order, filter);
  return (
    where.every(isMet) &&
    (onLines.length === 0 ||
      order.products.some((line) => onLines.every((filter) => meetsProductFilter(line, filter))))
  );
}

function meetsOrder(order: CustomerOrder, filter: BehaviorFilter): boolean {
  switch (filter.by) {
    case "order_value":
      return compares(order.valueMinor, filter.comparison, filter.value);
    case "items":
      return compares(order.items, filter.comparison, filter.value);
    case "discount_code":
      return order.discountCodes.some(
        (code) => filter.values.length === 0 || filter.values.includes(code),
      );
    case "no_discount_code":
      return order.discountCodes.length === 0;
    case "channel":
      return has(filter.values, order.channel);
    case "utm_source":
      return has(filter.values, order.utmSource);
    case "utm_medium":
      return has(filter.values, order.utmMedium);
    case "utm_campaign":
      return has(filter.values, order.utmCampaign);
    case "product":
    case "variant":
    case "type":
    case "vendor":
    case "collection":
    case "product_tag":
    case "flow":
    case "campaign":
    case "query":
    case "event_name":
      return false;
  }
}

function meetsEmailFilter(email: CountedEmail, filter: BehaviorFilter): boolean {
  if (filter.by === "flow") return has(filter.values, email.flowId);
  return filter.by === "campaign" && has(filter.values, email.campaignId);
}

function meetsProductFilter(
  product: ProductAttributes & { readonly variantId?: string | null },
  filter: BehaviorFilter,
): boolean {
  switch (filter.by) {
    case "product":
      return filter.values.includes(product.productId);
    case "variant":
      return has(filter.values, product.variantId ?? null);
    case "type":
      return has(filter.values, product.type);
    case "vendor":
      return has(filter.values, product.vendor);
    case "product_tag":
      return product.tags.some((tag) => filter.values.includes(tag));
    case "collection":
      return product.collectionIds.some((id) => filter.values.includes(id));
    case "order_value":
    case "items":
    case "discount_code":
    case "no_discount_code":
    case "channel":
    case "utm_source":
    case "utm_medium":
    case "utm_campaign":
    case "flow":
    case "campaign":
    case "query":
    case "event_name":
      return false;
  }
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

function meetsProperty(
  { as, values }: ConditionOf<"flow_property">,
  value: string,
  now: Date,
): boolean {
  if (as === undefined) {
    return values.length === 0 || listPropertyTexts(value).some((it) => values.includes(it));
  }
  if (as.kind === "number") return compares(readPropertyNumber(value), as.comparison, as.value);
  const date = readPropertyDate(value);
  const { from, before } = boundsOf(as.window, now);
  return (
    date !== null &&
    (from === null || date >= from.toISOString()) &&
    (before === null || date < before.toISOString())
  );
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

/** The values of a property; none if it is unknown. The language is the part before the region: "en" of "en-GB". */
export function listPropertyValues(
  property: ConditionOf<"property">["property"],
  { countryCode, region, cityKey, tags, locale }: CustomerFacts,
): readonly string[] {
  if (property === "tag") return tags;
  const value = {
    country: countryCode,
    region,
    city: cityKey,
    language: locale?.split("-")[0] ?? null,
  }[property];
  return value === null ? [] : [value];
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
