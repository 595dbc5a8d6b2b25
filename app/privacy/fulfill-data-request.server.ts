import type { PrismaClient } from "~/generated/prisma/client";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { findRequestedPerson, recordExport, recordGuestExport } from "./data-request-store.server";
import { exportCustomer, type CustomerExport } from "./export-customer.server";
import type { Keyring } from "./keyring.server";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "open" | "blindIndex">;
  readonly now: () => Date;
}

/**
 * Exports all stored data of a customer and records the download. Fulfills a data request that
 * Shopify forwarded.
 *
 * @returns null when the shop has no such customer
 */
export async function fulfillCustomerRequest(
  shopId: ShopId,
  customerId: CustomerId,
  { db, keyring, now }: Deps,
): Promise<CustomerExport | null> {
  return db.$transaction(async (tx) => {
    const person = { customerId, emailIndex: null, orderIds: [] };
    const found = await exportCustomer(tx, shopId, person, { keyring });
    if (found.profiles.length === 0) return null;
    await recordExport(tx, shopId, customerId, now());
    return found;
  });
}

/**
 * Exports all stored data of a guest with a data request and records the download. An empty export
 * is a valid answer.
 *
 * @returns null when the shop has no such request
 */
export async function fulfillGuestRequest(
  shopId: ShopId,
  requestKey: string,
  { db, keyring, now }: Deps,
): Promise<CustomerExport | null> {
  return db.$transaction(async (tx) => {
    const person = await findRequestedPerson(tx, shopId, requestKey);
    if (!person) return null;
    const found = await exportCustomer(tx, shopId, person, { keyring });
    await recordGuestExport(tx, shopId, requestKey, now());
    return found;
  });
}
