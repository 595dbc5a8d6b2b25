import { acrossShops } from "~/db-scope.server";
import {
  isSignedFor,
  type AddressToken,
  type AddressUse,
  type SignedMessage,
} from "~/delivery/inbound/signed-address.server";
import type { CommonDeps } from "~/deps";
import { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** The message of the first token that was signed here for one of these uses; null: none was. */
export async function findSignedMessage(
  uses: readonly AddressUse[],
  tokens: readonly AddressToken[],
  { db, keyring }: CommonDeps<"db"> & { readonly keyring: Pick<Keyring, "isSignedAddress"> },
): Promise<SignedMessage | null> {
  if (tokens.length === 0) return null;
  const keys = [...new Set(tokens.map(({ shopKey }) => shopKey))];
  const rows = await acrossShops(
    "read-mailbox",
    () => db.$queryRaw<{ shopId: string; shopKey: string }[]>`
      select shop_id as "shopId", key as "shopKey" from (
        select shop_id, left(encode(sha256(convert_to(shop_id, 'UTF8')), 'hex'), 8) as key from shop
      ) as keyed where key = any(${keys}::text[])`,
  );
  for (const token of tokens) {
    const { shopKey, messageId } = token;
    for (const row of rows.filter((it) => it.shopKey === shopKey)) {
      const shopId = ShopId.parse(row.shopId);
      if (uses.some((use) => isSignedFor(use, shopId, token, keyring)))
        return { shopId, messageId };
    }
  }
  return null;
}
