import type { Db, Tx } from "~/db.server";
import type { Keyring } from "~/privacy/keyring.server";

/*
 * Addresses that do not exist, as a provider said of a mail of any shop. That is
 * true in every shop, and a sender who writes to such addresses harms all that
 * share its provider. Nothing else crosses from shop to shop: neither which shop
 * it was, nor whose address.
 */

type Indexing = Pick<Keyring, "bounceIndex">;

interface Bounce {
  readonly address: string;
  readonly at: Date;
}

/** Keeps that addresses bounced for good. */
export async function recordBounced(
  tx: Tx,
  bounces: readonly Bounce[],
  { keyring }: { readonly keyring: Indexing },
): Promise<void> {
  if (bounces.length === 0) return;
  const last = new Map(bounces.map(({ address, at }) => [hexOf(address, keyring), at]));
  // In one order for all, so that no two writers wait for each other.
  const rows = [...last]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([address_index, bounced_at]) => ({ address_index, bounced_at }));
  await tx.$executeRaw`
    insert into bounced_address (address_index, bounced_at)
    select decode(address_index, 'hex'), bounced_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as told (
      address_index text, bounced_at timestamptz)
    on conflict (address_index) do nothing`;
}

/** Which of these addresses bounced for good, and when. */
export async function findBounced(
  db: Db,
  addresses: readonly string[],
  { keyring }: { readonly keyring: Indexing },
): Promise<ReadonlyMap<string, Date>> {
  if (addresses.length === 0) return new Map();
  const byIndex = new Map(addresses.map((address) => [hexOf(address, keyring), address]));
  const rows = await db.$queryRaw<{ index: string; at: Date }[]>`
    select encode(address_index, 'hex') as index, bounced_at as at from bounced_address
    where address_index in (select decode(it, 'hex') from unnest(${[...byIndex.keys()]}::text[]) it)`;
  return new Map(rows.map(({ index, at }) => [byIndex.get(index) ?? "", at]));
}

/** Forgets that an address bounced: a merchant says that it can be mailed again. */
export async function forgetBounced(
  tx: Tx,
  address: string,
  { keyring }: { readonly keyring: Indexing },
): Promise<void> {
  await tx.bouncedAddress.deleteMany({ where: { addressIndex: keyring.bounceIndex(address) } });
}

const hexOf = (address: string, keyring: Indexing): string =>
  Buffer.from(keyring.bounceIndex(address)).toString("hex");
