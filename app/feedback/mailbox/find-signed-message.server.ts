import { acrossShops } from "~/db-scope.server";
import {
  isSignedFor,
  type AddressToken,
  type AddressUse,
  type SignedMessage,
} from "~/delivery/inbound/signed-address.server";
import type { CommonDeps } from "~/deps";
import { Prisma } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** As `shopKeyOf`. The index "shop_mailbox_key_idx" holds the same expression, so no other shop is hashed. */
const KEY_SQL = Prisma.sql`left(encode(sha256(shop_id::bytea), 'hex'), 8)`;

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
      select shop_id as "shopId", ${KEY_SQL} as "shopKey" from shop where ${KEY_SQL} = any(${keys}::text[])`,
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
