import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";

const PRODUCTS = 2_000;
const TYPES = 20;
/** Rows of one statement: a transaction may last ten seconds. */
const SLICE = 50_000;

/**
 * A shop of customers with ten events each: four mails, two clicks (one of a person), four views in two visits;
 * and two orders. All within a year, spread by hashing, so that it is the same shop each time.
 */
export async function fillShop(db: PrismaClient, shopId: ShopId, customers: number): Promise<void> {
  await db.shop.create({
    data: { shopId, name: "Bench", currency: "GBP", timeZone: "UTC", installedAt: new Date() },
  });
  await db.$executeRaw`
    insert into product (shop_id, product_id, handle, title, vendor, product_type, tags, status,
      created_at, source_updated_at)
    select ${shopId}, n::text, n::text, 'Product ' || n, 'Vendor', 'Type ' || n % ${TYPES}::int, '{}',
      'active', now(), now()
    from generate_series(1, ${PRODUCTS}::int) n`;
  for (let from = 0; from < customers; from += SLICE) {
    await fillSlice(db, shopId, from + 1, Math.min(from + SLICE, customers));
  }
  await db.$executeRawUnsafe("vacuum (analyze)");
}

async function fillSlice(db: PrismaClient, shopId: ShopId, from: number, to: number) {
  await db.$executeRaw`
    insert into profile (shop_id, profile_id, customer_id, country_code, locale, marketing_state,
      order_count, net_spend_minor, first_order_at, last_order_at, traits, created_at, email_index)
    select ${shopId}, 'c' || n, n::text, (array['GB', 'DE', 'FR', 'US'])[1 + n % 4], 'en-GB',
      case when n % 3 = 0 then 'not_subscribed' else 'subscribed' end, 2, 5000 + n % 9000,
      now() - interval '300 days', now() - (n * 7919 % 365) * interval '1 day',
      jsonb_build_object('averageOrderMinor', 2500, 'affinities', jsonb_build_array(
        jsonb_build_object('productType', 'Type ' || n % ${TYPES}::int, 'share', 0.6))),
      now() - interval '400 days', decode(md5(n::text), 'hex')
    from generate_series(${from}::int, ${to}::int) n`;
  await db.$executeRaw`
    insert into prediction (shop_id, profile_id, computed_at, model_versions, grade, buy_30_rate,
      churn_rate, group_key, detail)
    select ${shopId}, 'c' || n, now() - interval '1 day', '{}', 'C', (n * 31 % 100) / 100.0,
      (n * 17 % 100) / 100.0, 'loyal', '{}'
    from generate_series(${from}::int, ${to}::int) n`;
  await db.$executeRaw`
    insert into "order" (shop_id, order_id, name, profile_id, placed_at, currency, total_minor,
      source_updated_at)
    select ${shopId}, n || '-' || k, '#1', 'c' || n, now() - (n * 7919 % 365 + k) * interval '1 day',
      'GBP', 2500, now()
    from generate_series(${from}::int, ${to}::int) n, generate_series(1, 2) k`;
  await db.$executeRaw`
    insert into order_line (shop_id, order_id, line_id, product_id, title, quantity, net_minor)
    select ${shopId}, n || '-' || k, '1', (1 + (n * 131 + k) % ${PRODUCTS}::int)::text, '', 1, 2500
    from generate_series(${from}::int, ${to}::int) n, generate_series(1, 2) k`;
  await db.$executeRaw`
    insert into visit (shop_id, visitor_id, started_at, ended_at, profile_id, page_count,
      dwell_seconds, path, searches, viewed)
    select ${shopId}, 'v' || n, now() - (n * 101 % 90 + k * 90) * interval '1 day',
      now() - (n * 101 % 90 + k * 90) * interval '1 day', 'c' || n, 2, 60, '{}', '{}',
      jsonb_build_array(
        jsonb_build_object('productId', (1 + n % ${PRODUCTS}::int)::text, 'views', 1, 'added', n % 2),
        jsonb_build_object('productId', (1 + n * 7 % ${PRODUCTS}::int)::text, 'views', 1, 'added', 0))
    from generate_series(${from}::int, ${to}::int) n, generate_series(0, 1) k`;
  await db.$executeRaw`
    insert into event (shop_id, source, source_id, kind, customer_id, visitor_id, occurred_at,
      recorded_at, payload)
    select ${shopId}, case when k < 6 then 'kindred' else 'pixel' end, n || '-' || k,
      case when k < 4 then 'mail_sent' when k < 6 then 'mail_clicked' else 'product_viewed' end,
      case when k < 6 then n::text end, case when k >= 6 then 'v' || n end,
      now() - (n * 37 % 90 + k * 20) * interval '1 day', now(),
      case when k < 6 then jsonb_build_object('messageId', n || '-' || k % 4,
          'class', case when k = 4 then 'human' else 'machine' end)
        else jsonb_build_object('productId', (1 + n % ${PRODUCTS}::int)::text) end
    from generate_series(${from}::int, ${to}::int) n, generate_series(0, 9) k`;
}
