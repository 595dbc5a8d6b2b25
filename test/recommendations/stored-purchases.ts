import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { anId, daysAgo } from "../support/builders";

/** Titles of the products `1`, `2`, …: those that differ only in a number would be one product. */
const NAMES = ["kettle", "descaler", "teapot", "strainer", "mug", "coaster", "tray", "whisk"];

/** An offerable product. */
export async function storeProduct(db: Db, shopId: ShopId, productId: string): Promise<void> {
  await db.product.create({
    data: {
      shopId,
      productId,
      handle: productId,
      title: `The ${NAMES[Number(productId) - 1] ?? productId}`,
      vendor: "Kettle & Co",
      productType: "Kitchen",
      status: "active",
      imageUrl: "https://example.test/picture.png",
      createdAt: daysAgo(300),
      publishedAt: daysAgo(300),
      sourceUpdatedAt: daysAgo(300),
      variants: {
        create: [
          {
            variantId: `${productId}-1`,
            position: 1,
            title: "Default",
            priceMinor: 12_00,
            availableForSale: true,
          },
        ],
      },
    },
  });
}

interface OrderFacts {
  readonly profileId: string | null;
  readonly days: number;
  readonly productIds: readonly (string | null)[];
  readonly quantity?: number;
  readonly cancelledAt?: Date;
  readonly deletedAt?: Date;
  readonly refundedMinor?: bigint;
  readonly test?: boolean;
}

/** A kept order by default. */
export async function storeOrder(
  db: Db,
  shopId: ShopId,
  { days, productIds, quantity = 1, ...facts }: OrderFacts,
): Promise<void> {
  const orderId = `order-${anId()}`;
  await db.order.create({
    data: {
      shopId,
      orderId,
      name: orderId,
      placedAt: daysAgo(days),
      currency: "GBP",
      totalMinor: 10_00,
      sourceUpdatedAt: daysAgo(days),
      ...facts,
      lines: {
        create: productIds.map((productId, n) => ({
          lineId: String(n),
          productId,
          title: productId ?? "A fee",
          quantity,
          netMinor: 10_00,
        })),
      },
    },
  });
}
