import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findBounced, type Bounce } from "./bounced-address-store.server";
import { OWN_NOTES } from "./own-notes";
import { isBlockedAddress, recordSuppressions } from "./suppression-store.server";

const WORDS = {
  bounced: { reason: "hard_bounce", note: OWN_NOTES.bounced },
  blocked: { reason: "manual", note: OWN_NOTES.blocked },
} as const;

/**
 * Suppresses addresses that hard-bounced for another shop or are blocked at the provider, so that this shop
 * does not email them either.
 *
 * @returns the suppressed addresses
 */
async function suppressKnownBounces(
  tx: Tx,
  shopId: ShopId,
  addresses: readonly string[],
  { keyring }: { readonly keyring: Pick<Keyring, "bounceIndex" | "blindIndex" | "seal"> },
): Promise<ReadonlySet<string>> {
  const bounced = await findBounced(tx, addresses, { keyring });
  return suppressBounced(tx, shopId, [...bounced.values()], { keyring });
}

/** The same in two steps, so that the addresses can be read with other things. */
export function collectKnownBounces(
  tx: Tx,
  shopId: ShopId,
  deps: { readonly keyring: Pick<Keyring, "bounceIndex" | "blindIndex" | "seal"> },
) {
  const known: Bounce[] = [];
  return {
    read: async (addresses: readonly string[]): Promise<void> => {
      known.push(...(await findBounced(tx, addresses, deps)).values());
    },
    /** @param addresses which of those that were read to suppress @returns the suppressed ones */
    suppress: (addresses: ReadonlySet<string>): Promise<ReadonlySet<string>> =>
      suppressBounced(
        tx,
        shopId,
        known.filter(({ address }) => addresses.has(address)),
        deps,
      ),
  };
}

async function suppressBounced(
  tx: Tx,
  shopId: ShopId,
  bounced: readonly Bounce[],
  { keyring }: { readonly keyring: Pick<Keyring, "blindIndex" | "seal"> },
): Promise<ReadonlySet<string>> {
  await recordSuppressions(
    tx,
    shopId,
    bounced.map(({ address, at, reason }) => ({
      address,
      ...WORDS[reason],
      messageId: null,
      createdAt: at,
      expiresAt: null,
      nextRunAt: null,
    })),
    { keyring },
  );
  return new Set(bounced.map(({ address }) => address));
}

/** Whether an address may get a confirmation: it is not blocked, and did not bounce in any shop. */
export async function mayConfirmAddress(
  shopId: ShopId,
  { email, emailIndex }: { readonly email: string; readonly emailIndex: Uint8Array<ArrayBuffer> },
  { db, keyring }: CommonDeps<"db" | "keyring">,
): Promise<boolean> {
  if (await isBlockedAddress(db, shopId, emailIndex)) return false;
  const bounced = await db.$transaction((tx) =>
    suppressKnownBounces(tx, shopId, [email], { keyring }),
  );
  return bounced.size === 0;
}
