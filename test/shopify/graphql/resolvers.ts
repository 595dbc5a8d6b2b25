import type { GraphQLResolveInfo } from "graphql";
import { flowMutations } from "../flow/resolve-flow";
import { bulkFields, bulkMutations, bulkQueries } from "./resolve-bulk";
import { catalogFields, catalogQueries } from "./resolve-catalog";
import { customerFields, customerMutations, customerQueries } from "./resolve-customers";
import { discountFields, discountMutations, discountQueries } from "./resolve-discounts";
import { fileFields, fileMutations, fileQueries } from "./resolve-files";
import { marketingFields, marketingMutations } from "./resolve-marketing";
import { metafieldFields, metafieldMutations, metafieldQueries } from "./resolve-metafields";
import { orderFields, orderQueries } from "./resolve-orders";
import { segmentFields, segmentQueries } from "./resolve-segments";
import { shopFields, shopMutations, shopQueries } from "./resolve-shop";
import { themeFields, themeQueries } from "./resolve-themes";
import { subscriptionFields, subscriptionMutations } from "./resolve-subscriptions";
import { webhookFields, webhookMutations, webhookQueries } from "./resolve-webhooks";
import type { GraphqlContext } from "./run-document";

/** `source` and `args` have the shapes of the schema; each resolver declares its own. */
type Resolver = (
  source: never,
  args: never,
  context: GraphqlContext,
  info: GraphQLResolveInfo,
) => unknown;

export type Fields = Readonly<Record<string, Resolver>>;
type CallableFields = Readonly<
  Record<
    string,
    (source: unknown, args: unknown, context: GraphqlContext, info: GraphQLResolveInfo) => unknown
  >
>;

const all: Readonly<Record<string, Fields>> = {
  QueryRoot: {
    ...shopQueries,
    ...catalogQueries,
    ...customerQueries,
    ...metafieldQueries,
    ...orderQueries,
    ...bulkQueries,
    ...segmentQueries,
    ...discountQueries,
    ...fileQueries,
    ...themeQueries,
    ...webhookQueries,
  },
  Mutation: {
    ...shopMutations,
    ...customerMutations,
    ...metafieldMutations,
    ...bulkMutations,
    ...flowMutations,
    ...discountMutations,
    ...fileMutations,
    ...marketingMutations,
    ...subscriptionMutations,
    ...webhookMutations,
  },
  ...shopFields,
  ...catalogFields,
  ...customerFields,
  ...metafieldFields,
  ...orderFields,
  ...bulkFields,
  ...segmentFields,
  ...discountFields,
  ...fileFields,
  ...themeFields,
  ...marketingFields,
  ...subscriptionFields,
  ...webhookFields,
};

/** Type name → field name → resolver. graphql-js has already validated the arguments. */
export const resolvers = all as Readonly<Record<string, CallableFields | undefined>>;
