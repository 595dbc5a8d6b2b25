import type { PrismaClient } from "~/generated/prisma/client";
import { daysAgo, SHOP } from "./builders";

/** Three available products, at 12.50 or more. */
export async function storeProducts(db: PrismaClient): Promise<void> {
  await storeProduct(db, "501", "Cedar tray");
  await storeProduct(db, "502", "Aero kettle");
  await storeProduct(db, "503", "Stoneware mug");
}

async function storeProduct(db: PrismaClient, productId: string, title: string): Promise<void> {
  await db.product.create({
    data: {
      shopId: SHOP,
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
