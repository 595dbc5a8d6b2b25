import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";

/** When an enrollment ended, and the customer's last order by then. */
export interface RunEnd {
  readonly at: string;
  readonly order: { readonly name: string; readonly at: string } | null;
}

/** The end of an enrollment; null while it is active or when the message has none. */
export async function findRunEnd(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  run: { readonly objectKey: string; readonly endedAt: Date | null } | null,
): Promise<RunEnd | null> {
  if (!run?.endedAt) return null;
  const order = await db.order.findFirst({
    where: {
      shopId,
      // A guest or point-of-sale order may belong to another profile; the checkout is the same.
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
