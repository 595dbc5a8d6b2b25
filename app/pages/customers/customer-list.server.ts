import type { Db } from "~/db.server";
import type { MarketingState } from "~/events/event";
import { Prisma } from "~/generated/prisma/client";
import type { CustomerId, ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import {
  countCustomers,
  findProfiles,
  findProfilesByEmail,
  type CustomerCount,
  type Profile,
} from "~/profiles/profile-store.server";
import { searchCustomers } from "~/profiles/search/search-customers.server";
import type { CustomerListFilter } from "./customer-list-filter";

export interface CustomerRow {
  readonly customerId: CustomerId;
  /** The customer's name, or null when Shopify has none. */
  readonly name: string | null;
  readonly email: string | null;
  readonly orderCount: number;
  readonly netSpendMinor: number;
  readonly lastOrderAt: string | null;
  readonly marketingState: MarketingState;
}

export interface CustomerList {
  readonly currency: string;
  /** All customers, whatever the filter. */
  readonly total: CustomerCount;
  readonly filter: CustomerListFilter;
  readonly rows: readonly CustomerRow[];
  readonly page: number;
  readonly hasNext: boolean;
}

export interface CustomerMatches {
  readonly rows: readonly CustomerRow[];
  readonly hasMore: boolean;
  /** Whether the query has too few letters for more than whole names of one or two letters. */
  readonly isShort: boolean;
}

const PAGE_SIZE = 25;

/** A page of the shop's customers. Only its own contacts are decrypted. @param page from 1 */
export async function getCustomerList(
  db: Db,
  shopId: ShopId,
  { filter, page }: { readonly filter: CustomerListFilter; readonly page: number },
  { keyring, now }: { readonly keyring: Pick<Keyring, "open">; readonly now: () => Date },
): Promise<CustomerList> {
  const [shop, total, listed] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { currency: true } }),
    countCustomers(db, shopId),
    // One extra row shows whether there is a next page.
    listCustomerIds(db, shopId, filter, {
      skip: (page - 1) * PAGE_SIZE,
      take: PAGE_SIZE + 1,
      now: now(),
    }),
  ]);
  const shown = listed.slice(0, PAGE_SIZE);
  const profiles = await findProfiles(db, shopId, shown, { keyring });
  return {
    ...shop,
    total,
    filter,
    page,
    hasNext: listed.length > PAGE_SIZE,
    rows: shown.flatMap((profileId) => toRow(profiles.get(profileId))),
  };
}

/** Customers who match a typed name, address, order number or customer number. */
export async function findMatchingCustomers(
  db: Db,
  shopId: ShopId,
  query: string,
  {
    keyring,
    limit,
  }: {
    readonly keyring: Pick<Keyring, "open" | "blindIndex" | "searchToken">;
    readonly limit: number;
  },
): Promise<CustomerMatches> {
  const { customers, ...found } = await searchCustomers(db, shopId, query, { keyring, limit });
  return { ...found, rows: customers.flatMap(toRow) };
}

function toRow(profile: Profile | undefined): CustomerRow[] {
  if (!profile || profile.customerId === null) return [];
  const { customerId, contact, lastOrderAt, orderCount, netSpendMinor, marketingState } = profile;
  return [
    {
      customerId,
      name: contactName(contact),
      email: contact.email,
      orderCount,
      netSpendMinor: Number(netSpendMinor),
      lastOrderAt: lastOrderAt?.toISOString() ?? null,
      marketingState,
    },
  ];
}

async function listCustomerIds(
  db: Db,
  shopId: ShopId,
  filter: CustomerListFilter,
  { now, ...rows }: Rows & { readonly now: Date },
): Promise<ProfileId[]> {
  const shown = isShownSql(filter, now);
  const { sort } = filter;
  if (sort === "last_order") return listByLastOrder(db, shopId, shown, rows);
  return readIds(db, shopId, shown, { ...rows, order: orderSql(sort) });
}

interface Rows {
  readonly skip: number;
  readonly take: number;
}

/** Those without an order come last. The index begins with them in this direction, so they are read by themselves. */
async function listByLastOrder(
  db: Db,
  shopId: ShopId,
  shown: Prisma.Sql,
  { skip, take }: Rows,
): Promise<ProfileId[]> {
  const withOrder = Prisma.sql`${shown} and last_order_at is not null`;
  const order = Prisma.sql`last_order_at desc`;
  const found = await readIds(db, shopId, withOrder, { skip, take, order });
  if (found.length === take) return found;
  const before = found.length > 0 || skip === 0 ? skip : await countIds(db, shopId, withOrder);
  const rest = await readIds(db, shopId, Prisma.sql`${shown} and last_order_at is null`, {
    skip: skip - before,
    take: take - found.length,
    order: Prisma.sql`last_order_at`,
  });
  return [...found, ...rest];
}

async function readIds(
  db: Db,
  shopId: ShopId,
  shown: Prisma.Sql,
  { skip, take, order }: Rows & { readonly order: Prisma.Sql },
): Promise<ProfileId[]> {
  const rows = await db.$queryRaw<{ profileId: ProfileId }[]>`
    select profile_id as "profileId" from profile
    where shop_id = ${shopId} and customer_id is not null and deleted_at is null and ${shown}
    order by ${order}, profile_id
    limit ${take} offset ${skip}`;
  return rows.map(({ profileId }) => profileId);
}

async function countIds(db: Db, shopId: ShopId, shown: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<[{ count: number }]>`
    select count(*)::int as count from profile
    where shop_id = ${shopId} and customer_id is not null and deleted_at is null and ${shown}`;
  return row.count;
}

const DAY_MS = 86_400_000;

function isShownSql(
  { consent, orders, lastOrder, group }: CustomerListFilter,
  now: Date,
): Prisma.Sql {
  const conditions = [Prisma.sql`true`];
  if (consent !== null) conditions.push(Prisma.sql`marketing_state = ${consent}`);
  if (orders === "none") conditions.push(Prisma.sql`order_count = 0`);
  if (orders === "one") conditions.push(Prisma.sql`order_count = 1`);
  if (orders === "several") conditions.push(Prisma.sql`order_count > 1`);
  if (lastOrder !== null) {
    const [side, days] = lastOrder.split("_");
    const since = new Date(now.getTime() - Number(days) * DAY_MS);
    conditions.push(
      side === "within"
        ? Prisma.sql`last_order_at >= ${since}::timestamptz`
        : Prisma.sql`last_order_at < ${since}::timestamptz`,
    );
  }
  if (group !== null) {
    conditions.push(Prisma.sql`exists (
      select 1 from prediction where prediction.shop_id = profile.shop_id
        and prediction.profile_id = profile.profile_id and group_key = ${group})`);
  }
  return Prisma.join(conditions, " and ");
}

function orderSql(sort: Exclude<CustomerListFilter["sort"], "last_order">): Prisma.Sql {
  switch (sort) {
    case "spend":
      return Prisma.sql`net_spend_minor desc`;
    case "orders":
      return Prisma.sql`order_count desc`;
    case "last_seen":
      return Prisma.sql`last_seen_at desc nulls last`;
    case "newest":
      return Prisma.sql`created_at desc`;
  }
}

/** The customer with exactly this address, or null. */
export async function findCustomerByEmail(
  db: Db,
  shopId: ShopId,
  email: string,
  deps: { readonly keyring: Pick<Keyring, "open" | "blindIndex"> },
): Promise<string | null> {
  const profiles = await findProfilesByEmail(db, shopId, email, deps);
  return profiles.find(({ customerId }) => customerId !== null)?.customerId ?? null;
}
