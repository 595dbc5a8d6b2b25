import type { Db } from "~/db.server";
import type { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { decideOffer } from "./offerable";

const WITH_VARIANTS = {
  include: { variants: { orderBy: { position: "asc" } } },
} as const satisfies Prisma.ProductDefaultArgs;

export type ProductWithVariants = Prisma.ProductGetPayload<typeof WITH_VARIANTS>;

/** These products with their variants in the shop's order; deleted ones too, unknown ones left out. */
export async function findProducts(
  db: Db,
  shopId: ShopId,
  productIds: readonly string[],
): Promise<ProductWithVariants[]> {
  return db.product.findMany({
    where: { shopId, productId: { in: [...productIds] } },
    ...WITH_VARIANTS,
  });
}

/** Everything that may be offered at `now`. */
export async function listOfferableProducts(
  db: Db,
  shopId: ShopId,
  now: Date,
): Promise<ProductWithVariants[]> {
  const products = await db.product.findMany({
    where: { shopId, status: "active", deletedAt: null },
    orderBy: { productId: "asc" },
    ...WITH_VARIANTS,
  });
  return products.filter((it) => decideOffer(it, now).kind === "offerable");
}
