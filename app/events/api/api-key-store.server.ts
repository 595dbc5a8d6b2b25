import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A key as the admin lists it. The key itself is not stored. */
export interface ApiKey {
  readonly keyId: string;
  readonly name: string;
  /** Its last characters. */
  readonly hint: string;
  readonly createdAt: Date;
  /** To the minute; null: never. */
  readonly lastUsedAt: Date | null;
}

const LISTED = { keyId: true, name: true, hint: true, createdAt: true, lastUsedAt: true } as const;

/** The shop's keys, newest first. */
export async function listApiKeys(db: Db, shopId: ShopId): Promise<ApiKey[]> {
  return db.apiKey.findMany({
    where: { shopId },
    orderBy: [{ createdAt: "desc" }, { keyId: "desc" }],
    select: LISTED,
  });
}

/** A key of the shop; null if it has no such key. */
export async function findApiKey(db: Db, shopId: ShopId, keyId: string): Promise<ApiKey | null> {
  return db.apiKey.findUnique({ where: { shopId_keyId: { shopId, keyId } }, select: LISTED });
}

interface NewApiKey {
  readonly keyId: string;
  readonly name: string;
  readonly hint: string;
  /** `hashApiKey` of the key. */
  readonly keyHash: Uint8Array<ArrayBuffer>;
}

export async function insertApiKey(
  tx: Tx,
  shopId: ShopId,
  key: NewApiKey,
  createdAt: Date,
): Promise<void> {
  await tx.apiKey.create({ data: { shopId, ...key, createdAt } });
}

/** @returns whether the shop had this key */
export async function deleteApiKey(tx: Tx, shopId: ShopId, keyId: string): Promise<boolean> {
  const { count } = await tx.apiKey.deleteMany({ where: { shopId, keyId } });
  return count > 0;
}

/** The shop and the id of a key by its hash; null for an unknown or revoked key. */
export async function findShopOfKey(
  db: Db,
  keyHash: Uint8Array<ArrayBuffer>,
): Promise<{ readonly shopId: ShopId; readonly keyId: string } | null> {
  const [row] = await db.$queryRaw<{ shopId: ShopId; keyId: string }[]>`
    select shop_id as "shopId", key_id as "keyId" from api_key where key_hash = ${keyHash}`;
  return row ?? null;
}

const MINUTE_MS = 60_000;

/** Records the use of a key, once a minute at most, so that requests rarely write. */
export async function markKeyUsed(db: Db, shopId: ShopId, keyId: string, at: Date): Promise<void> {
  const before = new Date(at.getTime() - MINUTE_MS);
  await db.apiKey.updateMany({
    where: { shopId, keyId, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: before } }] },
    data: { lastUsedAt: at },
  });
}
