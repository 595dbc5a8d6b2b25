import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findShopContact } from "~/shopify/shop-store.server";
import { findTestAddressState } from "./test-address-store.server";

/**
 * Where reports and notices of a shop go: the address that the merchant chose once its owner has confirmed it, else the
 * contact address that the shop has in Shopify. Who types an address does not own it.
 *
 * @returns null where there is neither
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
