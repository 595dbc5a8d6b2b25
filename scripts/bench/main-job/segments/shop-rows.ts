import type { Tx } from "~/db.server";
import { profileIdSql } from "~/lib/profile-id-sql.server";
import type { ShopId } from "~/lib/shop-id";

const PRODUCTS = 2_000;
const TYPES = 20;
/** Ids of equal length, like Shopify's. */
const FIRST_ID = 7_000_000_000_000;

/** The profile id of the shop's nth customer, as SQL. */
const PROFILE_ID = profileIdSql(`${FIRST_ID}::bigint + n`);

/** The id of the shop's nth customer, from 1. */
export const nthCustomerId = (n: number) => String(FIRST_ID + n);

interface TableRows {
  readonly table: string;
  readonly fill: (tx: Tx, shopId: ShopId, customers: number) => Promise<void>;
}

/** The rows of the shop, table by table. */
export const ROWS_OF_A_SHOP: readonly TableRows[] = [
  { table: "product", fill: fillProducts },
  { table: "profile", fill: fillProfiles },
  { table: "prediction", fill: fillPredictions },
  { table: "order", fill: fillOrders },
  { table: "order_line", fill: fillOrderLines },
  { table: "visit", fill: fillVisits },
  { table: "event", fill: fillEvents },
];

async function fillProducts(tx: Tx, shopId: ShopId): Promise<void> {
  await tx.$executeRaw`
    insert into product (shop_id, product_id, handle, title, vendor, product_type, tags, status,
      created_at, source_updated_at)
    select ${shopId}, n::text, n::text, 'Product ' || n, 'Vendor', 'Type ' || n % ${TYPES}::int, '{}',
      'active', now(), now()
    from generate_series(1, ${PRODUCTS}::int) n`;
}

async function fillProfiles(tx: Tx, shopId: ShopId, customers: number): Promise<void> {
  await tx.$executeRaw`
    insert into profile (shop_id, profile_id, customer_id, country_code, locale, marketing_state,
      order_count, net_spend_minor, first_order_at, last_order_at, traits, created_at, email_index)
    select ${shopId}, ${PROFILE_ID}, (${FIRST_ID}::bigint + n)::text,
      (array['GB', 'DE', 'FR', 'US'])[1 + n % 4], 'en-GB',
      case when n % 3 = 0 then 'not_subscribed' else 'subscribed' end, 2, 5000 + n % 9000,
      now() - interval '300 days', now() - (n::bigint * 7919 % 365) * interval '1 day',
      jsonb_build_object('averageOrderMinor', 2500, 'affinities', jsonb_build_array(
        jsonb_build_object('productType', 'Type ' || n % ${TYPES}::int, 'share', 0.6))),
      now() - interval '400 days', decode(md5(n::text), 'hex')
    from generate_series(1, ${customers}::int) n`;
}

async function fillPredictions(tx: Tx, shopId: ShopId, customers: number): Promise<void> {
  await tx.$executeRaw`
    insert into prediction (shop_id, profile_id, computed_at, model_versions, grade, buy_30_rate,
      churn_rate, group_key, detail)
    select ${shopId}, ${PROFILE_ID}, now() - interval '1 day', '{}', 'C',
      (n * 31 % 100) / 100.0, (n * 17 % 100) / 100.0, 'loyal', '{}'
    from generate_series(1, ${customers}::int) n`;
}

async function fillOrders(tx: Tx, shopId: ShopId, customers: number): Promise<void> {
  await tx.$executeRaw`
    insert into "order" (shop_id, order_id, name, profile_id, placed_at, currency, total_minor,
      source_updated_at)
    select ${shopId}, (${FIRST_ID}::bigint + row_number() over (order by days desc, n))::text, '#1',
      ${PROFILE_ID}, now() - days * interval '1 day', 'GBP', 2500, now()
    from generate_series(1, ${customers}::int) n, generate_series(1, 2) k,
      lateral (select n::bigint * 7919 % 365 + k as days) as ago
    order by days desc, n`;
}

async function fillOrderLines(tx: Tx, shopId: ShopId): Promise<void> {
  await tx.$executeRaw`
    insert into order_line (shop_id, order_id, line_id, product_id, title, quantity, net_minor)
    select shop_id, order_id, '1', (1 + order_id::bigint * 131 % ${PRODUCTS}::int)::text, '', 1, 2500
    from "order" where shop_id = ${shopId} order by order_id`;
}

async function fillVisits(tx: Tx, shopId: ShopId, customers: number): Promise<void> {
  await tx.$executeRaw`
    insert into visit (shop_id, visitor_id, started_at, ended_at, profile_id, page_count,
      dwell_seconds, path, searches, viewed)
    select ${shopId}, (${FIRST_ID}::bigint + n)::text, started_at, started_at,
      ${PROFILE_ID}, 2, 60, '{}', '{}',
      jsonb_build_array(
        jsonb_build_object('productId', (1 + n % ${PRODUCTS}::int)::text, 'views', 1, 'added', n % 2),
        jsonb_build_object('productId', (1 + n::bigint * 7 % ${PRODUCTS}::int)::text, 'views', 1,
          'added', 0))
    from generate_series(1, ${customers}::int) n, generate_series(0, 1) k,
      lateral (select now() - (n::bigint * 101 % 90 + k * 90) * interval '1 day' as started_at) at
    order by started_at`;
}

async function fillEvents(tx: Tx, shopId: ShopId, customers: number): Promise<void> {
  // Ten series, each in order of time.
  for (let k = 0; k < 10; k++) {
    const kind = k < 4 ? "email_sent" : k < 6 ? "email_clicked" : "product_viewed";
    await tx.$executeRaw`
      insert into event (shop_id, source, source_id, kind, customer_id, visitor_id, occurred_at,
        recorded_at, payload)
      select ${shopId}, ${k < 6 ? "kindred" : "pixel"}::text,
        ${`${k}-`}::text || ${FIRST_ID}::bigint + row_number() over (order by days desc, n), ${kind},
        case when ${k < 6}::boolean then (${FIRST_ID}::bigint + n)::text end,
        case when ${k >= 6}::boolean then (${FIRST_ID}::bigint + n)::text end,
        now() - days * interval '1 day', now(),
        case when ${k < 6}::boolean
          then jsonb_build_object('messageId', n || '-' || ${k % 4}::int,
            'classification', ${k === 4 ? "human" : "machine"}::text)
          else jsonb_build_object('productId', (1 + n % ${PRODUCTS}::int)::text) end
      from generate_series(1, ${customers}::int) n,
        lateral (select n::bigint * 37 % 90 + ${k}::int * 20 as days) as ago
      order by days desc, n`;
  }
}
