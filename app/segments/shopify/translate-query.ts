import { MarketingState } from "~/events/event";
import { SegmentRule, type RuleNode } from "../segment";
import type { Untranslatable } from "../members/origin";
import { readQuery, type QueryNode } from "./read-query";

export type QueryTranslation =
  | { readonly kind: "rule"; readonly rule: SegmentRule }
  | { readonly kind: "list"; readonly because: Untranslatable };

/**
 * Translates a Shopify segment query into a rule that finds exactly the same customers, if there is one.
 * Approximations are rejected: a campaign would go to customers that the merchant does not see in Shopify.
 */
export function translateQuery(query: string): QueryTranslation {
  if (query.trim() === "") return { kind: "rule", rule: ALL_CUSTOMERS };
  const node = readQuery(query);
  if (node === null) return { kind: "list", because: { code: "unreadable" } };
  const because = findUntranslatable(node);
  if (because !== null) return { kind: "list", because };
  const translated = toRule(node);
  const parsed = SegmentRule.safeParse(
    "of" in translated ? translated : { kind: "all", of: [translated] },
  );
  return parsed.success
    ? { kind: "rule", rule: parsed.data }
    : { kind: "list", because: { code: "too_large" } };
}

const ALL_CUSTOMERS: SegmentRule = {
  kind: "all",
  of: [{ kind: "consent", states: [...MarketingState.options] }],
};

const STATES = new Set<string>(MarketingState.options);
const CONSENT = "email_subscription_status";

/** Shopify attributes without an equivalent, and why. */
const DIFFERENT: Readonly<Record<string, Extract<Untranslatable, { attribute: string }>["code"]>> =
  {
    number_of_orders: "orders",
    amount_spent: "orders",
    last_order_date: "orders",
    first_order_date: "orders",
    orders_placed: "orders",
    products_purchased: "orders",
    customer_countries: "countries",
    customer_cities: "addresses",
    customer_regions: "addresses",
    customer_tags: "tags",
    customer_added_date: "days",
    abandoned_checkout_date: "days",
    predicted_spend_tier: "prediction",
    rfm_group: "prediction",
  };

function findUntranslatable(node: QueryNode): Untranslatable | null {
  if (node.kind !== "compares") {
    return node.of.map(findUntranslatable).find((it) => it !== null) ?? null;
  }
  const { attribute, operator, value } = node;
  if (
    attribute === CONSENT &&
    operator !== "…" &&
    isMarketingState(value) &&
    isEquality(operator)
  ) {
    return null;
  }
  return { code: DIFFERENT[attribute] ?? "unknown", attribute };
}

const isMarketingState = (value: string | null) =>
  value !== null && STATES.has(value.toLowerCase());
const isEquality = (operator: string) => ["=", "!=", "<>"].includes(operator);

/** Translates a query without untranslatable parts. */
function toRule(node: QueryNode): RuleNode {
  if (node.kind !== "compares") return { kind: node.kind, of: node.of.map(toRule) };
  const states = [MarketingState.parse(node.value?.toLowerCase())];
  const condition: RuleNode = { kind: "consent", states };
  return node.operator === "=" ? condition : { kind: "none", of: [condition] };
}
