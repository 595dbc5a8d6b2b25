import { z } from "zod";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { Contact, contactLocation } from "~/profiles/contact";
import { CUSTOMER_PROPERTIES, FILTERS } from "~/segments/condition";
import { MAY_BE_MEMBER } from "~/segments/may-be-member.server";

/** What a condition's value is chosen for: a customer property, or a filter of a behavior. */
export const ValueSource = z.enum([
  ...CUSTOMER_PROPERTIES,
  ...FILTERS.filter(
    (it) => it !== "order_value" && it !== "items" && it !== "no_discount_code" && it !== "query",
  ),
]);
export type ValueSource = z.infer<typeof ValueSource>;

/** A value that occurs in the shop. */
export interface ShopValue {
  readonly value: string;
  /** `null`: the value is its own name, or a code that the reader's language names. */
  readonly label: string | null;
  /** Number of customers, orders or events with it; `null`: not counted. */
  readonly count: number | null;
}

const MAX_VALUES = 20;
/** Countries and languages are filtered by their names, which depend on the reader's language. */
const MAX_CODES = 300;
const MAX_CITIES = 200;

/** The shop's values for a condition, most frequent first, whose name contains a text regardless of case. */
export async function listShopValues(
  db: Db,
  shopId: ShopId,
  { of, text }: { readonly of: ValueSource; readonly text: string },
  { keyring }: { readonly keyring: Pick<Keyring, "open" | "cityKey"> },
): Promise<ShopValue[]> {
  if (of === "city") return listCities(db, shopId, text, keyring);
  const pattern = `%${text.trim().replace(/[\\%_]/g, "\\$&")}%`;
  return db.$queryRaw<ShopValue[]>`
    select value, label, count from (${valuesSql(of, shopId)}) as found
    where ${of === "country" || of === "language"}::boolean or coalesce(label, value) ilike ${pattern}
    order by count desc nulls last, coalesce(label, value)
    limit ${of === "country" || of === "language" ? MAX_CODES : MAX_VALUES}`;
}

function valuesSql(of: Exclude<ValueSource, "city">, shopId: ShopId): Prisma.Sql {
  switch (of) {
    case "tag":
      return Prisma.sql`
        select tag as value, null as label, count(*)::int as count
        from profile cross join lateral unnest(tags) as tag
        where profile.shop_id = ${shopId} and ${MAY_BE_MEMBER} group by tag`;
    case "country":
      return profileValuesSql(Prisma.sql`country_code`, shopId);
    case "language":
      return profileValuesSql(Prisma.sql`split_part(locale, '-', 1)`, shopId);
    case "region":
      return profileValuesSql(Prisma.sql`region`, shopId);
    case "product":
      return Prisma.sql`
        select product_id as value, title as label, null::int as count from product
        where shop_id = ${shopId} and deleted_at is null`;
    case "variant":
      return Prisma.sql`
        select variant_id as value,
          concat_ws(', ', product.title, nullif(variant.title, 'Default Title')) as label,
          null::int as count
        from variant join product using (shop_id, product_id)
        where shop_id = ${shopId} and product.deleted_at is null`;
    case "type":
      return productValuesSql(Prisma.sql`product_type`, shopId);
    case "vendor":
      return productValuesSql(Prisma.sql`vendor`, shopId);
    case "product_tag":
      return Prisma.sql`
        select tag as value, null as label, null::int as count
        from product cross join lateral unnest(tags) as tag
        where shop_id = ${shopId} and deleted_at is null group by tag`;
    case "collection":
      return Prisma.sql`
        select collection_id as value, title as label, null::int as count from collection
        where shop_id = ${shopId} and deleted_at is null`;
    case "discount_code":
      return Prisma.sql`
        select code as value, null as label, count(*)::int as count
        from "order" cross join lateral unnest(discount_codes) as code
        where shop_id = ${shopId} group by code`;
    case "channel":
      return orderValuesSql(Prisma.sql`source_name`, shopId);
    case "utm_source":
      return orderValuesSql(Prisma.sql`utm_source`, shopId);
    case "utm_medium":
      return orderValuesSql(Prisma.sql`utm_medium`, shopId);
    case "utm_campaign":
      return orderValuesSql(Prisma.sql`utm_campaign`, shopId);
    case "event_name":
      return Prisma.sql`
        select payload->>'name' as value, null as label, count(*)::int as count from event
        where shop_id = ${shopId} and kind = 'custom_event_received' group by 1`;
    case "flow":
      return Prisma.sql`
        select flow_id as value, name as label, null::int as count from flow
        where shop_id = ${shopId} and status <> 'archived'`;
    case "campaign":
      return Prisma.sql`
        select campaign_id as value, name as label, null::int as count from campaign
        where shop_id = ${shopId} and status <> 'draft'`;
  }
}

const orderValuesSql = (column: Prisma.Sql, shopId: ShopId) => Prisma.sql`
  select ${column} as value, null as label, count(*)::int as count from "order"
  where shop_id = ${shopId} and ${column} is not null group by ${column}`;

const profileValuesSql = (column: Prisma.Sql, shopId: ShopId) => Prisma.sql`
  select ${column} as value, null as label, count(*)::int as count from profile
  where profile.shop_id = ${shopId} and ${MAY_BE_MEMBER} and ${column} <> '' group by 1`;

const productValuesSql = (column: Prisma.Sql, shopId: ShopId) => Prisma.sql`
  select ${column} as value, null as label, count(*)::int as count from product
  where shop_id = ${shopId} and deleted_at is null and ${column} <> '' group by 1`;

/**
 * Cities are stored as keys. A name is read from the contact of one customer in that city. Rarer
 * cities than the most frequent ones are found by their whole name.
 */
async function listCities(
  db: Db,
  shopId: ShopId,
  text: string,
  keyring: Pick<Keyring, "open" | "cityKey">,
): Promise<ShopValue[]> {
  const rows = await db.$queryRaw<CityRow[]>`
    select grouped.city_key as value, grouped.count, profile_id as "profileId",
      sealed_contact as sealed
    from (
      select city_key, count(*)::int as count, min(profile_id) as example from profile
      where profile.shop_id = ${shopId} and ${MAY_BE_MEMBER} and city_key is not null
      group by city_key
      order by city_key = ${keyring.cityKey(shopId, text)} desc, count desc, city_key
      limit ${MAX_CITIES}) grouped
    join profile on profile.shop_id = ${shopId} and profile_id = example
    where sealed_contact is not null
    order by grouped.count desc, grouped.city_key`;
  const typed = text.trim().toLowerCase();
  return rows
    .flatMap(({ value, count, profileId, sealed }): ShopValue[] => {
      const contact = JSON.parse(
        keyring.open(sealed, contactLocation(shopId, profileId)),
      ) as unknown;
      const { city } = Contact.parse(contact);
      return city?.toLowerCase().includes(typed) ? [{ value, label: city, count }] : [];
    })
    .slice(0, MAX_VALUES);
}

interface CityRow {
  readonly value: string;
  readonly count: number;
  readonly profileId: ProfileId;
  readonly sealed: Uint8Array;
}
