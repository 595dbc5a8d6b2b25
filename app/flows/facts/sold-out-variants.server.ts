import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/**
 * The variants that cannot be bought now: sold out, or their product is
 * inactive or deleted. Unknown variants are not
 * included.
 */
export async function findSoldOutVariants(
  db: Db,
  shopId: ShopId,
  variantIds: readonly string[],
): Promise<Set<string>> {
  if (variantIds.length === 0) return new Set();
  const rows = await db.variant.findMany({
    where: {
      shopId,
      variantId: { in: [...new Set(variantIds)] },
      OR: [
        { availableForSale: false },
        { product: { OR: [{ deletedAt: { not: null } }, { status: { not: "active" } }] } },
      ],
    },
    select: { variantId: true },
  });
  return new Set(rows.map(({ variantId }) => variantId));
}
