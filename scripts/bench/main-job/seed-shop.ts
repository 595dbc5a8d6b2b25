import type { Db } from "~/db.server";
import { installFlowLibrary } from "~/flows/library/install-library.job.server";
import { ABANDONED_CHECKOUT } from "~/flows/library/visits/abandoned-checkout";
import type { PrismaClient } from "~/generated/prisma/client";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { customerIdSql, profileIdSql } from "~/lib/profile-id-sql.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { contactLocation } from "~/profiles/contact";

export interface ShopSize {
  readonly customers: number;
  readonly products: number;
  readonly ordersEach: number;
}

/** Ids are the first ones plus a count from 0, so that measurements know them. */
export const FIRST_CUSTOMER = 7_000_000_000;
const FIRST_ORDER = 5_000_000_000;
export const FIRST_PRODUCT = 8_000_000_000;
const FIRST_VARIANT = 9_000_000_000;

/** Contacts are sealed one by one here, so larger statements gain nothing. */
const PROFILES_A_STATEMENT = 5_000;
const PRICE_MINOR = 24_00;

/**
 * An installed shop with a sender, a catalog, customers, two years of their orders with events, and a sent email to
 * each customer. One statement per table, except contacts, which are really sealed.
 */
export async function seedShop(
  db: PrismaClient,
  keyring: Keyring,
  shopId: ShopId,
  { customers, products, ordersEach }: ShopSize,
): Promise<void> {
  await seedTenant(db, shopId);
  await seedCatalog(db, shopId, products);
  await seedOrders(db, shopId, { customers, products, ordersEach });
  for (let from = 0; from < customers; from += PROFILES_A_STATEMENT) {
    await seedProfiles(db, keyring, shopId, from, Math.min(customers, from + PROFILES_A_STATEMENT));
  }
  await seedEvents(db, shopId);
  await seedSentEmails(db, shopId);
}

/** The domain that a shop sends from. */
export const domainOf = (shopId: ShopId): string => shopId.replace("myshopify.com", "example");

/** A shop with a sender and live prebuilt flows but no enrollments. Without quiet hours, since benchmarks also run at night. */
async function seedTenant(db: PrismaClient, shopId: ShopId): Promise<void> {
  const installedAt = new Date(Date.now() - 900 * 86_400_000);
  const domain = domainOf(shopId);
  await db.shop.create({
    data: {
      shopId,
      name: "Kettle & Co",
      currency: "GBP",
      timeZone: "Europe/London",
      primaryUrl: "https://kettle.example",
      installedAt,
      settings: {
        create: {
          brand: { postalAddress: "1 Mill Lane, Bath BA1 1AA, United Kingdom" },
          sending: {
            senderAddress: `hello@${domain}`,
            quietHours: { startHour: 0, endHour: 0 },
          },
          updatedAt: installedAt,
        },
      },
    },
  });
  await db.domainOwner.create({ data: { domain, shopId, provedAt: installedAt } });
  await db.sendingDomain.create({
    data: { shopId, domain, token: "", status: "verified", nextRunAt: installedAt },
  });
  // Nothing answers for Shopify here: a job that called it would find that the shop has revoked its access.
  await db.$executeRaw`
    insert into schedule (shop_id, task, done_at)
    select ${shopId}, unnest(array['shopify.check-app-access', 'search-ratings']), now()`;
  await db.$transaction((tx) => installFlowLibrary(tx, shopId, installedAt));
  await db.flow.updateMany({ where: { shopId }, data: { status: "live" } });
}

async function seedCatalog(db: Db, shopId: ShopId, products: number): Promise<void> {
  await db.$executeRaw`
    insert into product (shop_id, product_id, handle, title, vendor, product_type, tags, status, url,
      image_url, created_at, published_at, source_updated_at, rating_read_at)
    select ${shopId}, (${FIRST_PRODUCT}::bigint + p)::text, 'product-' || p, 'Stoneware dish no. ' || p,
      'Maker ' || p % 40, 'Type ' || p % 25, '{}', 'active', 'https://kettle.example/products/product-' || p,
      'https://cdn.kettle.example/product-' || p || '.jpg', now() - interval '800 days',
      now() - interval '800 days', now() - interval '800 days', now()
    from generate_series(0, ${products}::int - 1) as p`;
  await db.$executeRaw`
    insert into variant (shop_id, variant_id, product_id, position, title, sku, price_minor,
      inventory_quantity, available_for_sale)
    select ${shopId}, (${FIRST_VARIANT}::bigint + p)::text, (${FIRST_PRODUCT}::bigint + p)::text, 1, 'Default Title',
      'SKU-' || p, ${PRICE_MINOR}::int + p % 50 * 100, 100, true
    from generate_series(0, ${products}::int - 1) as p`;
}

/** Few products sell often, and neighboring products are bought together, so that there is something to learn. */
async function seedOrders(
  db: PrismaClient,
  shopId: ShopId,
  { customers, products, ordersEach }: ShopSize,
): Promise<void> {
  const orders = customers * ordersEach;
  await db.$executeRaw`
    insert into "order" (shop_id, order_id, name, profile_id, placed_at, fulfilled_at, currency,
      total_minor, source_name, source_updated_at)
    select ${shopId}, (${FIRST_ORDER}::bigint + o)::text, '#' || o, ${profileIdSql(`${FIRST_CUSTOMER}::bigint + o / ${ordersEach}`)},
      placed_at, placed_at + interval '2 days', 'GBP', ${2 * PRICE_MINOR}::int, 'web', placed_at
    from generate_series(0, ${orders}::int - 1) as o
    cross join lateral (
      select now() - interval '3 days' - make_interval(mins => (o::bigint * 7919 % 1000000)::int)) as at (placed_at)`;
  await db.$executeRaw`
    insert into order_line (shop_id, order_id, line_id, product_id, variant_id, title, quantity, net_minor)
    select ${shopId}, (${FIRST_ORDER}::bigint + o)::text, (${FIRST_ORDER}::bigint + o)::text || line,
      (${FIRST_PRODUCT}::bigint + p)::text, (${FIRST_VARIANT}::bigint + p)::text, 'Stoneware dish no. ' || p, 1, ${PRICE_MINOR}::int
    from generate_series(0, ${orders}::int - 1) as o
    cross join generate_series(0, 1) as line
    cross join lateral (
      select (floor(${products}::int * power(o::bigint * 48271 % 99991 / 99991.0, 2))::int
        + line * (1 + o % 5)) % ${products}::int) as bought (p)`;
}

async function seedProfiles(
  db: Db,
  keyring: Keyring,
  shopId: ShopId,
  from: number,
  to: number,
): Promise<void> {
  const rows = Array.from({ length: to - from }, (_, i) => contactRow(keyring, shopId, from + i));
  await db.$executeRaw`
    insert into profile (shop_id, profile_id, customer_id, email_index, sealed_contact, locale,
      country_code, marketing_state, marketing_changed_at, order_count, net_spend_minor,
      first_order_at, last_order_at, created_at, source_updated_at)
    select ${shopId}, profile_id, customer_id, decode(email_index, 'hex'), decode(sealed_contact, 'hex'),
      'en', 'GB', 'subscribed', now() - interval '800 days', orders, spend, first_at, last_at,
      now() - interval '800 days', now() - interval '800 days'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (
      profile_id text, customer_id text, email_index text, sealed_contact text)
    cross join lateral (
      select count(*)::int, coalesce(sum(total_minor), 0)::bigint, min(placed_at), max(placed_at)
      from "order" where shop_id = ${shopId} and profile_id = one.profile_id
    ) as summed (orders, spend, first_at, last_at)`;
}

/** What identifies the shop's nth customer, in columns of `profile`. */
export function contactRow(keyring: Keyring, shopId: ShopId, n: number) {
  const customerId = String(FIRST_CUSTOMER + n);
  const profileId = profileIdOfCustomer(customerId);
  const email = `customer-${customerId}@example.com`;
  const contact = { email, firstName: "Ada", lastName: "Byron", city: "Bath", zip: "BA1 1AA" };
  return {
    profile_id: profileId,
    customer_id: customerId,
    email_index: hex(keyring.blindIndex(shopId, email)),
    sealed_contact: hex(keyring.seal(JSON.stringify(contact), contactLocation(shopId, profileId))),
  };
}

/** The events behind the orders, already read by every stage. */
async function seedEvents(db: Db, shopId: ShopId): Promise<void> {
  await db.$executeRaw`
    insert into event (shop_id, source, source_id, kind, customer_id, occurred_at, recorded_at, payload)
    select ${shopId}, 'shopify', 'order/' || o.order_id || '/placed', 'order_placed',
      ${customerIdSql("o.profile_id")}, o.placed_at, o.placed_at, jsonb_build_object(
        'orderId', o.order_id, 'name', o.name, 'placedAt', o.placed_at, 'updatedAt', o.placed_at,
        'cancelledAt', null, 'fulfilledAt', null, 'currency', o.currency, 'totalMinor', o.total_minor,
        'checkoutToken', null, 'cartToken', null, 'sourceName', 'web', 'test', false,
        'refunds', '[]'::jsonb, 'lines', (
          select jsonb_agg(jsonb_build_object('lineId', l.line_id, 'productId', l.product_id,
            'variantId', l.variant_id, 'title', l.title, 'quantity', l.quantity, 'netMinor', l.net_minor))
          from order_line l where l.shop_id = o.shop_id and l.order_id = o.order_id))
    from "order" o where o.shop_id = ${shopId} order by o.placed_at`;
  await db.$executeRaw`
    insert into cursor (shop_id, consumer, seq)
    select ${shopId}, consumer, coalesce(max(event.seq), 0) from unnest(${CONSUMERS}::text[]) as consumer
    left join event on event.shop_id = ${shopId} group by consumer`;
}

const CONSUMERS = ["catalog", "profiles", "flows", "feedback"];

/** One email to each customer from a completed enrollment; every tenth was clicked, every hundredth led to an order. */
async function seedSentEmails(db: Db, shopId: ShopId): Promise<void> {
  await db.$executeRaw`
    insert into enrollment (shop_id, enrollment_id, flow_id, version, profile_id, object_key, variant, state,
      context, enrolled_at, updated_at, ended_at)
    select shop_id, 'past-' || customer_id, ${ABANDONED_CHECKOUT.key}, 1, profile_id, 'past-' || customer_id,
      case when customer_id::bigint % 20 = 0 then 'holdout' else 'treated' end, 'ended', '{}',
      sent_at, sent_at, sent_at
    from (select *, last_order_at - interval '1 day' as sent_at from profile) as profile
    where shop_id = ${shopId} and last_order_at is not null`;
  await db.$executeRaw`
    insert into message_key (shop_id, message_id)
    select shop_id, enrollment_id from enrollment where shop_id = ${shopId}`;
  await db.$executeRaw`
    insert into message (shop_id, message_id, enrollment_id, flow_id, flow_version, step_id, profile_id,
      planned_at, expires_at, intent)
    select shop_id, enrollment_id, enrollment_id, flow_id, 1, 'email-1', profile_id, enrolled_at, enrolled_at, '{}'
    from enrollment where shop_id = ${shopId}`;
  await db.$executeRaw`
    insert into message_outcome (shop_id, message_id, state, sent_at)
    select shop_id, enrollment_id, case variant when 'holdout' then 'withheld' else 'sent' end,
      case variant when 'holdout' then null else enrolled_at end
    from enrollment where shop_id = ${shopId}`;
  await db.$executeRaw`
    insert into engagement_event (shop_id, event_id, message_id, link_index, occurred_at, classification)
    select shop_id, message_id, message_id, 1, sent_at + interval '1 hour', 'human'
    from message_status where shop_id = ${shopId} and state = 'sent' and ${customerIdSql()}::bigint % 10 = 1`;
  await db.$executeRaw`
    insert into attribution (shop_id, order_id, message_id, profile_id, flow_id, step_id, clicked_at,
      ordered_at, currency, gross_minor, refunded_minor, window_hours)
    select shop_id, message_id, message_id, profile_id, flow_id, step_id, sent_at + interval '1 hour',
      sent_at + interval '1 day', 'GBP', ${PRICE_MINOR}::int, 0, 120
    from message_status where shop_id = ${shopId} and state = 'sent' and ${customerIdSql()}::bigint % 100 = 1`;
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
