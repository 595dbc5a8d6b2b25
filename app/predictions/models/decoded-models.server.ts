import { LRUCache } from "lru-cache";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { ModelKind } from "../predictions-summary";
import { decodeModel } from "./encode-model";

/** A stored model without its bytes. */
export interface HashedModel {
  readonly kind: ModelKind;
  readonly version: number;
  /** SHA-256 of its bytes. */
  readonly hash: string;
}

interface Decoded {
  readonly model: unknown;
  readonly encodedBytes: number;
}

const MAX_ENCODED_BYTES = 32 * 2 ** 20;

/**
 * Each order of a shop is scored by the same models, and to read and decode them costs more than the score. By hash, so
 * that nothing has to be invalidated.
 */
const cache = new LRUCache<string, Decoded>({
  maxSize: MAX_ENCODED_BYTES,
  sizeCalculation: ({ encodedBytes }) => Math.max(1, encodedBytes),
});

/** The models by hash. Those of recent calls are not read again. */
export async function loadDecodedModels(
  db: Db,
  shopId: ShopId,
  rows: readonly HashedModel[],
): Promise<ReadonlyMap<string, unknown>> {
  const models = new Map<string, unknown>();
  for (const { hash } of rows) {
    const known = cache.get(hash);
    if (known) models.set(hash, known.model);
  }
  const missing = rows.filter(({ hash }) => !models.has(hash));
  if (missing.length === 0) return models;
  const read = await db.model.findMany({
    where: { shopId, OR: missing.map(({ kind, version }) => ({ kind, version })) },
    select: { kind: true, bytes: true },
  });
  for (const { kind, bytes } of read) {
    const hash = missing.find((row) => row.kind === kind)?.hash;
    if (hash === undefined) continue;
    const model = decodeModel(bytes);
    models.set(hash, model);
    cache.set(hash, { model, encodedBytes: bytes.length });
  }
  return models;
}
