import { Prisma } from "~/generated/prisma/client";
import {
  isProductFilter,
  type BehaviorFilter,
  type Comparison,
  type ProductFilter,
} from "./condition";

/** Whether an order `placed` meets the filters. Those on products are met by one and the same line. */
export function orderMatchesSql(where: readonly BehaviorFilter[], shopId: string): Prisma.Sql {
  const onLines = where.filter(isProductFilter);
  const onOrder = where.flatMap((it) => (isProductFilter(it) ? [] : [orderFilterSql(it, shopId)]));
  return andSql([...onOrder, ...(onLines.length === 0 ? [] : [hasLineSql(onLines, shopId)])]);
}

function hasLineSql(filters: readonly ProductFilter[], shopId: string): Prisma.Sql {
  const line = { productId: Prisma.sql`line.product_id`, variantId: Prisma.sql`line.variant_id` };
  return Prisma.sql`exists (
    select 1 from order_line line
    where line.shop_id = ${shopId} and line.order_id = placed.order_id and line.quantity > 0
      and line.product_id is not null and ${productMatchesSql(line, filters, shopId)})`;
}

function orderFilterSql(
  filter: Exclude<BehaviorFilter, ProductFilter>,
  shopId: string,
): Prisma.Sql {
  switch (filter.by) {
    case "order_value":
      return comparisonSql(orderValueSql(shopId), filter.comparison, asDecimalSql(filter.value));
    case "items":
      return comparisonSql(orderItemsSql(shopId), filter.comparison, asDecimalSql(filter.value));
    case "discount_code":
      return filter.values.length === 0
        ? Prisma.sql`cardinality(placed.discount_codes) > 0`
        : hasOneOfSql(Prisma.sql`placed.discount_codes`, filter.values);
    case "no_discount_code":
      return Prisma.sql`cardinality(placed.discount_codes) = 0`;
    case "channel":
      return isOneOfSql(Prisma.sql`placed.source_name`, filter.values);
    case "utm_source":
      return isOneOfSql(Prisma.sql`placed.utm_source`, filter.values);
    case "utm_medium":
      return isOneOfSql(Prisma.sql`placed.utm_medium`, filter.values);
    case "utm_campaign":
      return isOneOfSql(Prisma.sql`placed.utm_campaign`, filter.values);
    case "flow":
    case "campaign":
    case "query":
    case "event_name":
      return FALSE;
  }
}

/** The value of an order `placed` after refunds; null in another currency than the shop's. */
export const orderValueSql = (shopId: string) => Prisma.sql`
  (select case when placed.currency = shop.currency
      then greatest(placed.total_minor - placed.refunded_minor, 0) end
    from shop where shop.shop_id = ${shopId})::numeric`;

/** The number of units of an order `placed`. */
export const orderItemsSql = (shopId: string) => Prisma.sql`
  (select coalesce(sum(greatest(item.quantity, 0)), 0) from order_line item
    where item.shop_id = ${shopId} and item.order_id = placed.order_id)::numeric`;

/** Whether a product meets all filters. Only lines of orders have variants. */
export function productMatchesSql(
  columns: { readonly productId: Prisma.Sql; readonly variantId: Prisma.Sql | null },
  where: readonly BehaviorFilter[],
  shopId: string,
): Prisma.Sql {
  const { productId, variantId } = columns;
  return andSql(
    where.map((filter) => {
      switch (filter.by) {
        case "product":
          return isOneOfSql(productId, filter.values);
        case "variant":
          return variantId === null ? FALSE : isOneOfSql(variantId, filter.values);
        case "type":
          return isProductSql(
            productId,
            isOneOfSql(Prisma.sql`product_type`, filter.values),
            shopId,
          );
        case "vendor":
          return isProductSql(productId, isOneOfSql(Prisma.sql`vendor`, filter.values), shopId);
        case "product_tag":
          return isProductSql(productId, hasOneOfSql(Prisma.sql`tags`, filter.values), shopId);
        case "collection":
          return Prisma.sql`${productId} in (
            select unnest(product_ids) from collection
            where shop_id = ${shopId} and deleted_at is null
              and ${isOneOfSql(Prisma.sql`collection_id`, filter.values)})`;
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
          return FALSE;
      }
    }),
  );
}

const isProductSql = (productId: Prisma.Sql, condition: Prisma.Sql, shopId: string) =>
  Prisma.sql`${productId} in (select product_id from product where shop_id = ${shopId} and ${condition})`;

/** Whether a message was sent by the flows or campaigns of the filters. */
export function messageMatchesSql(
  messageId: Prisma.Sql,
  where: readonly BehaviorFilter[],
  shopId: string,
): Prisma.Sql {
  return andSql(
    where.map((filter) => {
      if (filter.by !== "flow" && filter.by !== "campaign") return FALSE;
      const column = Prisma.raw(filter.by === "flow" ? "flow_id" : "campaign_id");
      return Prisma.sql`${messageId} in (
        select message_id from message
        where shop_id = ${shopId} and ${isOneOfSql(Prisma.sql`${column}`, filter.values)})`;
    }),
  );
}

/** Whether a search `said` contains the texts of the filters. */
export const searchMatchesSql = (where: readonly BehaviorFilter[]) =>
  andSql(
    where.map((filter) =>
      filter.by === "query" ? Prisma.sql`position(${filter.text}::text in said) > 0` : FALSE,
    ),
  );

/** Whether a custom event has one of the names of each filter. */
export const eventMatchesSql = (where: readonly BehaviorFilter[]) =>
  andSql(
    where.map((filter) =>
      filter.by === "event_name" ? isOneOfSql(Prisma.sql`payload->>'name'`, filter.values) : FALSE,
    ),
  );

/** Whether a column is one of these values; null if the column is null. */
export const isOneOfSql = (column: Prisma.Sql, values: readonly string[]) =>
  Prisma.sql`${column} = any(${[...values]}::text[])`;

/** Whether a list has one of these values; null if the column is null. */
export const hasOneOfSql = (column: Prisma.Sql, values: readonly string[]) =>
  Prisma.sql`${column} && ${[...values]}::text[]`;

/** SQL that compares a known value with a wanted one; null if the value is unknown. */
export function comparisonSql(
  known: Prisma.Sql,
  comparison: Comparison,
  wanted: Prisma.Sql,
): Prisma.Sql {
  if (comparison === "at_least") return Prisma.sql`${known} >= ${wanted}`;
  if (comparison === "at_most") return Prisma.sql`${known} <= ${wanted}`;
  return Prisma.sql`${known} = ${wanted}`;
}

/** Uses the shortest decimal form: a cast from floating point keeps only fifteen digits. */
export const asDecimalSql = (value: number) => Prisma.sql`${String(value)}::text::numeric`;

const FALSE = Prisma.sql`false`;
const andSql = (parts: readonly Prisma.Sql[]) =>
  parts.length === 0 ? Prisma.sql`true` : Prisma.join(parts, " and ");
