import { inShop } from "~/db-scope.server";
import { openDatabase } from "~/db.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";

export interface DemoResults {
  readonly products: number;
  readonly customers: number;
  readonly orders: number;
  readonly webhooks: number;
  readonly events: number;
  readonly profiles: number;
  readonly enrollments: number;
  readonly emails: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly clicks: number;
  readonly attributedOrders: number;
  /** In the shop's currency, net of refunds. */
  readonly attributedRevenue: number;
  readonly unsubscribes: number;
}

/** The results of a replay, read from the database after the app closed it. */
export async function countResults(folder: string, shopId: string): Promise<DemoResults> {
  const { db, close } = await openDatabase({ driver: "pglite", folder });
  try {
    return await inShop(ShopId.parse(shopId), () => count(db, shopId));
  } finally {
    await close();
  }
}

async function count(db: PrismaClient, shopId: string): Promise<DemoResults> {
  const where = { shopId };
  const skipped = await db.messageStatus.groupBy({
    by: ["reason"],
    where: { shopId, state: { in: ["skipped", "withheld"] } },
    _count: true,
  });
  const credits = await db.attribution.findMany({ where });
  return {
    products: await db.product.count({ where: { shopId, deletedAt: null } }),
    customers: await db.profile.count({ where: { shopId, customerId: { not: null } } }),
    orders: await db.order.count({ where }),
    webhooks: await db.inboxEntry.count({ where }),
    events: await db.event.count({ where }),
    profiles: await db.profile.count({ where }),
    enrollments: await db.enrollment.count({ where: { shopId, state: { not: "scheduled" } } }),
    emails: await db.messageStatus.count({ where: { shopId, state: "sent" } }),
    skipped: Object.fromEntries(skipped.map((it) => [it.reason ?? "none", it._count])),
    clicks: await db.engagementEvent.count({ where: { shopId, classification: "human" } }),
    attributedOrders: credits.length,
    attributedRevenue:
      credits.reduce((sum, it) => sum + Number(it.grossMinor - it.refundedMinor), 0) / 100,
    unsubscribes: await db.suppression.count({ where: { shopId, reason: "unsubscribe" } }),
  };
}
