import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findBounced } from "../suppressions/bounced-address-store.server";
import { recordSuppressions } from "../suppressions/suppression-store.server";

/**
 * Suppresses those of these addresses that bounced for good in a mail of
 * another shop, so that the shop does not mail them either.
 *
 * @returns the addresses
 */
export async function leaveOutBounced(
  tx: Tx,
  shopId: ShopId,
  addresses: readonly string[],
  { keyring }: { readonly keyring: Pick<Keyring, "bounceIndex" | "blindIndex" | "seal"> },
): Promise<ReadonlySet<string>> {
  const bounced = await findBounced(tx, addresses, { keyring });
  await recordSuppressions(
    tx,
    shopId,
    [...bounced].map(([address, createdAt]) => ({
      address,
      reason: "hard_bounce",
      messageId: null,
      createdAt,
      note: "It bounced before, in a mail of another shop",
      expiresAt: null,
      writeBackAt: null,
    })),
    { keyring },
  );
  return new Set(bounced.keys());
}
