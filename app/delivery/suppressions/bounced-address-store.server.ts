import { readRows } from "~/db-reads.server";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { Keyring } from "~/privacy/keyring.server";

/*
 * Addresses that do not exist according to a provider, in any shop. This holds for every shop, and sending to such
 * addresses harms all who share the provider. Nothing else is shared between shops: neither the reporting shop nor
 * the owner. Also contains addresses that the operator of Kindred has blocked at the provider, which suppresses them
 * for every shop.
 */

type Indexing = Pick<Keyring, "bounceIndex">;

/** `bounced`: does not exist; `blocked`: by the operator of Kindred at the provider. */
export type BounceReason = "bounced" | "blocked";

export interface Bounce {
  readonly address: string;
  readonly at: Date;
  readonly reason: BounceReason;
}

/** Records hard-bounced or blocked addresses. Existing rows stay. */
export async function recordBounced(
  tx: Tx,
  bounces: readonly Bounce[],
  { keyring }: { readonly keyring: Indexing },
): Promise<void> {
  if (bounces.length === 0) return;
  const last = new Map(bounces.map((it) => [hexOf(it.address, keyring), it]));
  // Sorted, to avoid deadlocks between writers.
  const rows = [...last]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([address_index, { at, reason }]) => ({ address_index, bounced_at: at, reason }));
  await tx.$executeRaw`
    insert into bounced_address (address_index, bounced_at, reason)
    select decode(address_index, 'hex'), bounced_at, reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as bounce (
      address_index text, bounced_at timestamptz, reason text)
    on conflict (address_index) do nothing`;
}

/** Which of these addresses hard-bounced or are blocked, and since when. */
export async function findBounced(
  db: Db,
  addresses: readonly string[],
  { keyring }: { readonly keyring: Indexing },
): Promise<ReadonlyMap<string, Bounce>> {
  if (addresses.length === 0) return new Map();
  const byIndex = new Map(addresses.map((address) => [hexOf(address, keyring), address]));
  const rows = await readRows<Omit<Bounce, "address"> & { readonly index: string }>(
    db,
    Prisma.sql`
    select encode(address_index, 'hex') as index, bounced_at as at, reason from bounced_address
    where address_index in (select decode(it, 'hex') from unnest(${[...byIndex.keys()]}::text[]) it)`,
    { at: "instant" },
  );
  return new Map(
    rows.map(({ index, ...rest }) => {
      const address = byIndex.get(index) ?? "";
      return [address, { address, ...rest }];
    }),
  );
}

/** Removes an address after a merchant says that it can be emailed again. */
export async function removeBounced(
  tx: Tx,
  address: string,
  { keyring }: { readonly keyring: Indexing },
): Promise<void> {
  await tx.bouncedAddress.deleteMany({ where: { addressIndex: keyring.bounceIndex(address) } });
}

const hexOf = (address: string, keyring: Indexing): string =>
  Buffer.from(keyring.bounceIndex(address)).toString("hex");
