import { LRUCache } from "lru-cache";
import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { decodeRules } from "./encode-rules";
import { RULE_LIMITS } from "./mine-rules";
import type { ProductRules } from "./product-rule";

const KIND = "product_rules";

/** Encoded rules, as the training's thread returns them. */
export interface MinedRules {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly counts: { readonly orders: number; readonly rules: number };
}

/**
 * Stores a shop's rules and deletes the previous ones, which may rest on the orders of a customer who was erased since.
 */
export async function saveProductRules(
  tx: Tx,
  shopId: ShopId,
  { bytes, counts }: MinedRules,
  trainedAt: Date,
): Promise<void> {
  const latest = await findRulesVersion(tx, shopId);
  await tx.model.deleteMany({ where: { shopId, kind: KIND } });
  const row = { shopId, kind: KIND, version: (latest ?? 0) + 1, trainedAt };
  await tx.model.create({ data: { ...row, options: RULE_LIMITS, quality: counts, bytes } });
}

async function findRulesVersion(db: Db, shopId: ShopId): Promise<number | null> {
  const row = await db.model.findFirst({
    where: { shopId, kind: KIND },
    orderBy: { version: "desc" },
    select: { version: true },
  });
  return row?.version ?? null;
}

export interface StoredRules {
  readonly version: number;
  readonly mined: ProductRules;
}

/** Decoded rules of recently used shops, a few megabytes each at most. */
const MAX_KEPT_SHOPS = 50;

const kept = new LRUCache<string, { readonly digest: string; readonly rules: StoredRules }>({
  max: MAX_KEPT_SHOPS,
});

/**
 * The shop's rules; `null` before the first training, or if they cannot be read. Equal bytes are read and decoded once
 * in a process, since every view of a page asks for the rules.
 */
export async function findProductRules(db: Db, shopId: ShopId): Promise<StoredRules | null> {
  const [newest] = await db.$queryRaw<{ version: number; digest: string }[]>`
    select version, md5(bytes) as digest from model
    where shop_id = ${shopId} and kind = ${KIND} order by version desc limit 1`;
  const known = kept.get(shopId);
  if (newest && known?.digest === newest.digest && known.rules.version === newest.version) {
    return known.rules;
  }
  kept.delete(shopId);
  const row = await db.model.findFirst({
    where: { shopId, kind: KIND },
    orderBy: { version: "desc" },
    select: { version: true, bytes: true },
  });
  const mined = row && decodeRules(row.bytes);
  if (!newest || !mined) return null;
  const rules = { version: row.version, mined };
  kept.set(shopId, { digest: newest.digest, rules });
  return rules;
}
