import { GraphQLError } from "graphql";
import { amountSpentMinor } from "../store";
import { gid, idOf, type CustomerRecord, type SegmentRecord } from "../store-records";
import { connection, type ConnectionArgs } from "./connection";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";
import type { LocalShop } from "../world";

export const segmentQueries: Fields = {
  segments: (_: unknown, args: ConnectionArgs, context: GraphqlContext) =>
    connection([...context.shop.store.segments.values()], args, context),
  segment: (_: unknown, { id }: { id: string }, { shop }: GraphqlContext) =>
    shop.store.segments.get(idOf("Segment", id) ?? "") ?? null,
  customerSegmentMembers(
    _: unknown,
    args: ConnectionArgs & { segmentId?: string | null },
    context: GraphqlContext,
  ) {
    const { store } = context.shop;
    const segment = store.segments.get(idOf("Segment", args.segmentId ?? "") ?? "");
    if (!segment) throw badRequest("Segment does not exist");
    const members = listSegmentMembers(context.shop, segment);
    return {
      ...connection(members, { first: args.first ?? null, after: args.after ?? null }, context),
      totalCount: members.length,
    };
  },
};

export const segmentFields: Readonly<Record<string, Fields>> = {
  Segment: { id: (it: SegmentRecord) => gid("Segment", it.id) },
  CustomerSegmentMember: { id: (it: CustomerRecord) => gid("CustomerSegmentMember", it.id) },
};

export const listSegmentMembers = (shop: LocalShop, { query }: SegmentRecord) =>
  [...shop.store.customers.values()].filter((it) => isMember(query, it, shop));

type Value = string | number | readonly string[];

/** The attributes used in the seeds' segments; any other throws. */
const ATTRIBUTES: Readonly<Record<string, (it: CustomerRecord, shop: LocalShop) => Value>> = {
  email_subscription_status: (it) => it.marketing.state,
  number_of_orders: (it, { store }) => store.ordersOfCustomer.get(it.id)?.length ?? 0,
  amount_spent: (it, { store }) => amountSpentMinor(store, it.id) / 100,
  customer_tags: (it) => it.tags,
};

/** Comparisons joined by AND and OR, without parentheses. */
function isMember(query: string, customer: CustomerRecord, shop: LocalShop): boolean {
  if (query.trim() === "") return true;
  return query
    .split(/\s+OR\s+/)
    .some((all) => all.split(/\s+AND\s+/).every((one) => meets(one, customer, shop)));
}

function meets(comparison: string, customer: CustomerRecord, shop: LocalShop): boolean {
  const [, attribute = "", operator = "", value = ""] =
    /^\s*(\w+)\s*(!=|>=|<=|=|>|<|CONTAINS)\s*'?([^']*?)'?\s*$/.exec(comparison) ?? [];
  const known = ATTRIBUTES[attribute]?.(customer, shop);
  if (known === undefined) throw badRequest(`The local Shopify cannot read “${comparison}”`);
  if (Array.isArray(known)) return operator === "CONTAINS" && known.includes(value);
  const order =
    typeof known === "number" ? known - Number(value) : known === value ? 0 : Number.NaN;
  switch (operator) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case ">=":
      return order >= 0;
    default:
      return order <= 0;
  }
}

const badRequest = (message: string) =>
  new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
