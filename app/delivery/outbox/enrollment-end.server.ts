import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** When a run ended, and what the customer had ordered last when it did. */
export interface RunEnd {
  readonly at: string;
  readonly order: { readonly name: string; readonly at: string } | null;
}

/** The end of a run, or null while it goes on or where a mail has none. */
export async function findRunEnd(
  db: Db,
  shopId: ShopId,
  profileId: string,
  run: { readonly objectKey: string; readonly endedAt: Date | null } | null,
): Promise<RunEnd | null> {
  if (!run?.endedAt) return null;
  const order = await db.order.findFirst({
    where: {
      shopId,
      // Who orders at a till or as a guest may be somebody else to us; the checkout is the same.
      OR: [{ profileId }, { checkoutToken: run.objectKey }],
      orderId: { not: run.objectKey },
      placedAt: { lte: run.endedAt },
    },
    orderBy: { placedAt: "desc" },
    select: { name: true, placedAt: true },
  });
  return {
    at: run.endedAt.toISOString(),
    order: order && { name: order.name, at: order.placedAt.toISOString() },
  };
}
