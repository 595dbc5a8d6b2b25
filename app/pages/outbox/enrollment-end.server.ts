import type { Db } from "~/db.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";

/** When an enrollment ended, and the customer's last order by then. */
export interface EnrollmentEnd {
  readonly at: string;
  readonly order: { readonly name: string; readonly at: string } | null;
}

/** The end of an enrollment; null while it is active or when the message has none. */
export async function findEnrollmentEnd(
  db: Db,
  shopId: ShopId,
  profileId: ProfileId,
  enrollment: { readonly objectKey: string; readonly endedAt: Date | null } | null,
): Promise<EnrollmentEnd | null> {
  if (!enrollment?.endedAt) return null;
  const order = await db.order.findFirst({
    where: {
      shopId,
      // A guest or point-of-sale order may belong to another profile; the checkout is the same.
      OR: [{ profileId }, { checkoutToken: enrollment.objectKey }],
      orderId: { not: enrollment.objectKey },
      placedAt: { lte: enrollment.endedAt },
    },
    orderBy: { placedAt: "desc" },
    select: { name: true, placedAt: true },
  });
  return {
    at: enrollment.endedAt.toISOString(),
    order: order && { name: order.name, at: order.placedAt.toISOString() },
  };
}
