import type { Db, Tx } from "~/db.server";
import { ShopId } from "~/lib/shop-id";
import { decodeModels, encodeModels, type DecodedModels } from "./encode-models";
import { FIT_OPTIONS, type RecommendationModels } from "./fit-models";

const KIND = "recommendations";
/** Older versions explain no pick that anyone still asks about, and a model is large. */
const KEPT_VERSIONS = 3;

/** Stores models as the shop's next version and drops the oldest. @returns the version */
export async function saveModels(
  tx: Tx,
  shopId: ShopId,
  models: RecommendationModels,
): Promise<number> {
  const version = ((await findLatestVersion(tx, shopId)) ?? 0) + 1;
  await tx.model.create({
    data: {
      shopId,
      kind: KIND,
      version,
      trainedAt: models.trainedAt,
      options: FIT_OPTIONS,
      quality: {
        products: models.productIds.length,
        profiles: models.profileCount,
        pairs: models.pairCount,
        itemKnnNeighbours: models.itemKnn.neighbours.length,
        nextOrderNeighbours: models.nextOrder.neighbours.length,
      },
      bytes: new Uint8Array(encodeModels(models)),
    },
  });
  await tx.model.deleteMany({
    where: { shopId, kind: KIND, version: { lte: version - KEPT_VERSIONS } },
  });
  return version;
}

/** The newest version of the shop's models; `null` before the first fit. */
export async function findLatestVersion(db: Db, shopId: ShopId): Promise<number | null> {
  const row = await db.model.findFirst({
    where: { shopId, kind: KIND },
    orderBy: { version: "desc" },
    select: { version: true },
  });
  return row?.version ?? null;
}

/**
 * Installed shops with orders whose models are old: a day, or less while a shop is new and its
 * history still comes in. The first version lasts 2 minutes, the second 4, the eleventh a day.
 */
export async function listShopsDueForFit(db: Db, now: Date): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shop_id: string }[]>`
    select s.shop_id
    from shop s
    left join lateral (
      select version, trained_at from model
      where shop_id = s.shop_id and kind = ${KIND}
      order by version desc limit 1
    ) m on true
    where s.uninstalled_at is null
      and exists (select 1 from "order" o where o.shop_id = s.shop_id)
      and (m.version is null or m.trained_at
           <= ${now}::timestamptz - least(power(2, least(m.version, 11)), 1440) * interval '1 minute')
    order by s.shop_id`;
  return rows.map(({ shop_id }) => ShopId.parse(shop_id));
}

/** One version of the shop's models, or why its bytes cannot be used; `null` when it is not there. */
export async function findModels(
  db: Db,
  shopId: ShopId,
  version: number,
): Promise<DecodedModels | null> {
  const row = await db.model.findUnique({
    where: { shopId_kind_version: { shopId, kind: KIND, version } },
    select: { bytes: true },
  });
  return row && decodeModels(row.bytes);
}
