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

/** The shop's rules; `null` before the first training, or if they cannot be read. */
export async function findProductRules(db: Db, shopId: ShopId): Promise<StoredRules | null> {
  const row = await db.model.findFirst({
    where: { shopId, kind: KIND },
    orderBy: { version: "desc" },
    select: { version: true, bytes: true },
  });
  const mined = row && decodeRules(row.bytes);
  return mined ? { version: row.version, mined } : null;
}
