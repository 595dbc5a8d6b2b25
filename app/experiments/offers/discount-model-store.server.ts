import type { Db, Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { DiscountModel } from "./discount-model";

export const DISCOUNT_MODEL_KIND = "discounts";
/** Only the newest is kept. */
const VERSION = 1;

/** Replaces the shop's model of discounts. */
export async function saveDiscountModel(
  tx: Tx,
  shopId: ShopId,
  model: DiscountModel,
  now: Date,
): Promise<void> {
  const its = {
    trainedAt: now,
    options: {},
    quality: { sends: model.sends, orders: model.orders },
    bytes: Buffer.from(JSON.stringify(model)),
  };
  const key = { shopId, kind: DISCOUNT_MODEL_KIND, version: VERSION };
  await tx.model.upsert({
    where: { shopId_kind_version: key },
    create: { ...key, ...its },
    update: its,
  });
}

/** The shop's model of discounts; null before the first daily run. */
export async function findDiscountModel(db: Db, shopId: ShopId): Promise<DiscountModel | null> {
  const row = await db.model.findFirst({
    where: { shopId, kind: DISCOUNT_MODEL_KIND },
    select: { bytes: true },
  });
  return row && DiscountModel.parse(JSON.parse(Buffer.from(row.bytes).toString()));
}
