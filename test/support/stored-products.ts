import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { daysAgo, SHOP } from "./builders";

/** Three available products, at 12.50 or more. */
export async function storeProducts(db: PrismaClient, shopId: ShopId = SHOP): Promise<void> {
  await storeProduct(db, shopId, "501", "Cedar tray");
  await storeProduct(db, shopId, "502", "Aero kettle");
  await storeProduct(db, shopId, "503", "Stoneware mug");
}

async function storeProduct(
  db: PrismaClient,
  shopId: ShopId,
  productId: string,
  title: string,
): Promise<void> {
  await db.product.create({
    data: {
      shopId,
      productId,
      handle: `handle-${productId}`,
      title,
      vendor: "Kettle & Co",
      productType: "Kitchen",
      tags: [],
      status: "active",
      imageUrl: `https://cdn.kettle.example/${productId}.png`,
      createdAt: daysAgo(Number(productId) - 400),
      publishedAt: daysAgo(90),
      sourceUpdatedAt: daysAgo(90),
      variants: {
        create: [
          {
            variantId: `${productId}-1`,
            position: 1,
            title: "Large",
            priceMinor: 30_00n,
            availableForSale: true,
          },
          {
            variantId: `${productId}-2`,
            position: 2,
            title: "Small",
            priceMinor: 12_50n,
            availableForSale: true,
          },
          {
            variantId: `${productId}-3`,
            position: 3,
            title: "Tiny",
            priceMinor: 5_00n,
            availableForSale: false,
          },
        ],
      },
    },
  });
}
