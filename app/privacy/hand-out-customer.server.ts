import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { recordExport } from "./data-request-store.server";
import { exportCustomer, type CustomerExport } from "./export-customer.server";
import type { Keyring } from "./keyring.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "open" | "blindIndex">;
  readonly now: () => Date;
}

/**
 * Gives the merchant all that is kept of a customer, and notes that it did. This
 * answers a data request that Shopify passed on.
 *
 * @returns null when the shop has no such customer
 */
export async function handOutCustomer(
  shopId: ShopId,
  customerId: string,
  { db, keyring, now }: Deps,
): Promise<CustomerExport | null> {
  return db.$transaction(async (tx) => {
    const found = await exportCustomer(tx, shopId, { customerId, email: null }, { keyring });
    if (found.profiles.length === 0) return null;
    await recordExport(tx, shopId, customerId, now());
    return found;
  });
}
