import { MarketingState } from "~/events/event";
import { SegmentRule, type RuleNode } from "../segment";
import { readQuery, type QueryNode } from "./read-query";

export type QueryTranslation =
  | { readonly kind: "rule"; readonly rule: SegmentRule }
  /** Why no rule finds the same customers. */
  | { readonly kind: "list"; readonly because: string };

/**
 * Translates a Shopify segment query into a rule that finds exactly the same customers, if there is one.
 * Approximations are rejected: a campaign would go to customers that the merchant does not see in Shopify.
 */
export function translateQuery(query: string): QueryTranslation {
  if (query.trim() === "") return { kind: "rule", rule: ALL_CUSTOMERS };
  const node = readQuery(query);
  if (node === null) return { kind: "list", because: "Kindred could not read its rule." };
  const because = findUntranslatable(node);
  if (because !== null) return { kind: "list", because };
  const translated = toRule(node);
  const parsed = SegmentRule.safeParse(
    "of" in translated ? translated : { kind: "all", of: [translated] },
  );
  return parsed.success
    ? { kind: "rule", rule: parsed.data }
    : { kind: "list", because: "Its rule is larger than rules may be here." };
}

const ALL_CUSTOMERS: SegmentRule = {
  kind: "all",
  of: [{ kind: "consent", states: [...MarketingState.options] }],
};

const STATES = new Set<string>(MarketingState.options);
const CONSENT = "email_subscription_status";
const CANCELED = "counts canceled and returned orders too, which rules here leave out";

/** Shopify attributes without an equivalent, and why. */
const DIFFERENT: Readonly<Record<string, string>> = {
  number_of_orders: CANCELED,
  amount_spent: CANCELED,
  last_order_date: CANCELED,
  first_order_date: CANCELED,
  orders_placed: CANCELED,
  products_purchased: CANCELED,
  customer_countries: "looks at every address of a customer, and Kindred knows the first one only",
  customer_cities: "is about addresses, of which Kindred keeps the country only",
  customer_regions: "is about addresses, of which Kindred keeps the country only",
  customer_tags: "is about tags, which Kindred does not read",
  customer_added_date: "goes by days of your shop, and rules here by the hour",
  abandoned_checkout_date: "goes by days of your shop, and rules here by the hour",
  predicted_spend_tier: "is a forecast of Shopify's own; Kindred makes others",
  rfm_group: "is a grouping of Shopify's own; Kindred makes others",
};

function findUntranslatable(node: QueryNode): string | null {
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
  const reason = DIFFERENT[attribute] ?? "has no equal among the conditions here";
  return `“${attribute}” ${reason}.`;
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
