import type { Db } from "~/db.server";
import type { MarketingState } from "~/events/event";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import {
  countCustomers,
  findProfilesByEmail,
  listProfiles,
  type CustomerCount,
} from "~/profiles/profile-store.server";

export interface CustomerRow {
  readonly customerId: CustomerId;
  /** The customer's name, or null when Shopify has none. */
  readonly name: string | null;
  readonly orderCount: number;
  readonly netSpendMinor: number;
  readonly lastOrderAt: string;
  readonly marketingState: MarketingState;
}

export interface CustomerList {
  readonly currency: string;
  /** All customers, with and without orders. */
  readonly total: CustomerCount;
  /** Customers with orders, latest order first. */
  readonly rows: readonly CustomerRow[];
  readonly page: number;
  readonly hasNext: boolean;
}

const PAGE_SIZE = 25;

/** A page of the shop's customers. @param page from 1 */
export async function getCustomerList(
  db: Db,
  shopId: ShopId,
  page: number,
  deps: { readonly keyring: Pick<Keyring, "open"> },
): Promise<CustomerList> {
  const [shop, total, profiles] = await Promise.all([
    db.shop.findUniqueOrThrow({
      where: { shopId },
      select: { currency: true },
    }),
    countCustomers(db, shopId),
    // One extra row shows whether there is a next page.
    listProfiles(db, shopId, { skip: (page - 1) * PAGE_SIZE, take: PAGE_SIZE + 1 }, deps),
  ]);
  return {
    ...shop,
    total,
    page,
    hasNext: profiles.length > PAGE_SIZE,
    rows: profiles.slice(0, PAGE_SIZE).flatMap((profile): CustomerRow[] => {
      const { customerId, lastOrderAt, orderCount, netSpendMinor, marketingState } = profile;
      if (customerId === null || lastOrderAt === null) return [];
      return [
        {
          customerId,
          name: contactName(profile.contact),
          orderCount,
          netSpendMinor: Number(netSpendMinor),
          lastOrderAt: lastOrderAt.toISOString(),
          marketingState,
        },
      ];
    }),
  };
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
