import { z } from "zod";
import { defineOperation } from "./admin-operation";
import {
  CUSTOMER_FIELDS,
  LINE_FIELDS,
  ORDER_FIELDS,
  PRODUCT_FIELDS,
  VARIANT_FIELDS,
} from "./bulk-queries";

/** A shop's objects at Shopify: listed, counted, and by id. */
export type StockResource = "products" | "customers" | "orders";

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

const listVariables = z.object({
  first: z.number().int(),
  after: z.string().nullable(),
  /** In Shopify's search syntax. */
  query: z.string(),
});
export type ListVariables = z.infer<typeof listVariables>;

const List = z.object({
  list: z.object({
    pageInfo: PageInfo,
    nodes: z.array(
      z.object({
        id: z.string(),
        updatedAt: z.coerce.date(),
        /** Customers only, if requested. */
        defaultEmailAddress: z.object({ openTrackingLevel: z.string() }).nullish(),
      }),
    ),
  }),
});

const listOf = (
  name: string,
  resource: StockResource,
  sortKey: "UPDATED_AT" | "ID",
  besides = "",
) =>
  defineOperation({
    name,
    document: `#graphql
    query ${name}($first: Int!, $after: String, $query: String!) {
      list: ${resource}(first: $first, after: $after, query: $query, sortKey: ${sortKey}) {
        pageInfo { hasNextPage endCursor }
        nodes { id updatedAt ${besides} }
      }
    }`,
    variables: listVariables,
    result: List,
  });

/** By last change, oldest first. */
export const STOCK_BY_CHANGE = {
  products: listOf("ProductsByChange", "products", "UPDATED_AT"),
  customers: listOf(
    "CustomersByChange",
    "customers",
    "UPDATED_AT",
    "defaultEmailAddress { openTrackingLevel }",
  ),
  orders: listOf("OrdersByChange", "orders", "UPDATED_AT"),
} as const;

/** All objects by id: `id:>…` in the search avoids the paging limit of 25,000. */
export const STOCK_BY_ID = {
  products: listOf("ProductsById", "products", "ID"),
  customers: listOf("CustomersById", "customers", "ID"),
  orders: listOf("OrdersById", "orders", "ID"),
} as const;

const countOf = (name: string, resource: StockResource) =>
  defineOperation({
    name,
    document: `#graphql
    query ${name}($query: String) {
      total: ${resource}Count(query: $query, limit: null) { count }
    }`,
    variables: z.object({ query: z.string().nullable() }),
    result: z.object({ total: z.object({ count: z.number().int() }).nullable() }),
  });

/** The number of objects. */
export const STOCK_COUNT = {
  products: countOf("ProductsCount", "products"),
  customers: countOf("CustomersCount", "customers"),
  orders: countOf("OrdersCount", "orders"),
} as const;

const oneVariables = z.object({
  id: z.string(),
  /** The page of children, for types that have some. */
  after: z.string().nullable().optional(),
});
export type ObjectVariables = z.infer<typeof oneVariables>;

/** Children are paged: a hundred keep the query under Shopify's thousand points. */
const one = (name: string, field: string, fields: string, children: string) =>
  defineOperation({
    name,
    document: `#graphql
    query ${name}($id: ID!${children && ", $after: String"}) {
      one: ${field}(id: $id) {
        ${fields}
        ${children}
      }
    }`,
    variables: oneVariables,
    result: z.object({
      /** null: there is no such object (any more). */
      one: z
        .looseObject({
          children: z.object({ pageInfo: PageInfo, nodes: z.array(z.unknown()) }).optional(),
        })
        .nullable(),
    }),
  });

const childrenOf = (connection: string, fields: string) =>
  `children: ${connection}(first: 100, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes { ${fields} }
        }`;

/** One object with the back-fill's fields. */
export const STOCK_OBJECT = {
  products: one("ProductInFull", "product", PRODUCT_FIELDS, childrenOf("variants", VARIANT_FIELDS)),
  customers: one("CustomerInFull", "customer", CUSTOMER_FIELDS, ""),
  orders: one("OrderInFull", "order", ORDER_FIELDS, childrenOf("lineItems", LINE_FIELDS)),
} as const;

/** The type in a resource's GIDs. */
export const GID_TYPE = { products: "Product", customers: "Customer", orders: "Order" } as const;
