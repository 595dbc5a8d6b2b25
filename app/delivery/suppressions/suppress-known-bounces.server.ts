import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findBounced } from "./bounced-address-store.server";
import { recordSuppressions } from "./suppression-store.server";

const WORDS = {
  bounced: { reason: "hard_bounce", note: "It bounced before, in an email of another shop" },
  blocked: { reason: "manual", note: "It is blocked at the email provider, for all shops" },
} as const;

/**
 * Suppresses addresses that hard-bounced for another shop or are blocked at the provider, so that this shop
 * does not email them either.
 *
 * @returns the suppressed addresses
 */
export async function suppressKnownBounces(
  tx: Tx,
  shopId: ShopId,
  addresses: readonly string[],
  { keyring }: { readonly keyring: Pick<Keyring, "bounceIndex" | "blindIndex" | "seal"> },
): Promise<ReadonlySet<string>> {
  const bounced = await findBounced(tx, addresses, { keyring });
  await recordSuppressions(
    tx,
    shopId,
    [...bounced.values()].map(({ address, at, reason }) => ({
      address,
      ...WORDS[reason],
      messageId: null,
      createdAt: at,
      expiresAt: null,
      nextRunAt: null,
    })),
    { keyring },
  );
  return new Set(bounced.keys());
}
