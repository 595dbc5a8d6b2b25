import type { CommonDeps } from "~/deps";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { findRequestedPerson, recordExport, recordGuestExport } from "./data-request-store.server";
import {
  exportCustomer,
  type CustomerExport,
  type ExportDeps,
} from "~/privacy/export-customer.server";

type Deps = ExportDeps & CommonDeps<"db" | "now">;

/**
 * Exports all stored data of a customer and records the download. Fulfills a data request that
 * Shopify forwarded.
 *
 * @returns null when the shop has no such customer
 */
export async function fulfillCustomerRequest(
  shopId: ShopId,
  customerId: CustomerId,
  deps: Deps,
): Promise<CustomerExport | null> {
  return deps.db.$transaction(async (tx) => {
    const person = { customerId, emailIndex: null, orderIds: [] };
    const found = await exportCustomer(tx, shopId, person, deps);
    if (found["profiles"]?.length === 0) return null;
    await recordExport(tx, shopId, customerId, deps.now());
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
  deps: Deps,
): Promise<CustomerExport | null> {
  return deps.db.$transaction(async (tx) => {
    const person = await findRequestedPerson(tx, shopId, requestKey);
    if (!person) return null;
    const found = await exportCustomer(tx, shopId, person, deps);
    await recordGuestExport(tx, shopId, requestKey, deps.now());
    return found;
  });
}
