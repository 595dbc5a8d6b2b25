import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findShopContact } from "~/shopify/shop-store.server";
import { findTestAddressState } from "./test-address-store.server";

/**
 * The address for a shop's reports and notices: the one the merchant chose, once its owner confirmed it,
 * otherwise the contact address in Shopify. Typing an address does not prove ownership.
 *
 * @returns null when there is neither
 */
export async function findStaffAddress(
  db: Db,
  shopId: ShopId,
  chosen: string | null,
  { keyring }: { readonly keyring: Pick<Keyring, "open" | "blindIndex"> },
): Promise<string | null> {
  if (chosen !== null) {
    const state = await findTestAddressState(db, shopId, keyring.blindIndex(shopId, chosen));
    if (state === "confirmed") return chosen;
  }
  return (await findShopContact(db, shopId, { keyring }))?.email ?? null;
}
