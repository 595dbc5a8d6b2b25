import { profileIdOfCustomer } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ListInput } from "./compared-shop";

/** Times without a calendar end here. */
const EPOCH = Date.UTC(2020, 0, 1);
const YEAR_MS = 365 * 86_400_000;

/** When the product reads the orders of a shop, and whose they are. */
export interface StoredShop {
  readonly shopId: ShopId;
  readonly now: Date;
  readonly profileIds: readonly ReturnType<typeof profileIdOfCustomer>[];
}

/** Stores the orders and the catalog of a shop as its stages leave them. */
export async function storeShopToCompare(
  db: PrismaClient,
  shopId: ShopId,
  { known, dated, options }: ListInput,
): Promise<StoredShop> {
  const offset = options.isOwnTime ? EPOCH : 0;
  const now = new Date(dated.now.getTime() + offset);
  const before = new Date(now.getTime() - 3 * YEAR_MS);
  await db.shop.create({
    data: {
      shopId,
      shopifyGid: `gid://shopify/Shop/${shopId}`,
      name: shopId,
      currency: "GBP",
      timeZone: "UTC",
      installedAt: now,
    },
  });
  await db.product.createMany({
    data: options.products.map(({ productId, title }) => ({
      shopId,
      productId,
      handle: productId,
      title,
      vendor: "",
      productType: "",
      status: "active" as const,
      imageUrl: "https://example.test/picture.png",
      createdAt: before,
      publishedAt: before,
      sourceUpdatedAt: before,
    })),
  });
  await db.variant.createMany({
    data: options.products.map(({ productId, priceMinor }) => ({
      shopId,
      variantId: productId,
      productId,
      position: 1,
      title: "Default",
      priceMinor: priceMinor ?? 0,
      availableForSale: true,
    })),
  });
  const customerIds = dated.purchases.profileIds;
  const profileIds = customerIds.map(profileIdOfCustomer);
  const orders = new Map<
    string,
    { profile: number; at: Date; lines: { product: number; valueMinor: number }[] }
  >();
  dated.purchases.at.forEach((ms, n) => {
    const profile = dated.purchases.profileOf[n] ?? 0;
    const at = new Date(ms + offset);
    const key = `${customerIds[profile]}-${+at}`;
    const order = orders.get(key) ?? { profile, at, lines: [] };
    orders.set(key, order);
    const { product = 0, valueMinor = 0 } = known[n] ?? {};
    order.lines.push({ product, valueMinor });
  });
  const all = [...orders];
  await db.profile.createMany({
    data: customerIds.map((customerId, profile) => {
      const own = all.flatMap(([, order]) => (order.profile === profile ? [order.at] : []));
      return {
        shopId,
        profileId: profileIds[profile]!,
        customerId,
        createdAt: before,
        firstOrderAt: own[0] ?? null,
        lastOrderAt: own.at(-1) ?? null,
      };
    }),
  });
  await db.order.createMany({
    data: all.map(([orderId, { profile, at, lines }]) => ({
      shopId,
      orderId,
      name: orderId,
      profileId: profileIds[profile]!,
      placedAt: at,
      currency: "GBP",
      totalMinor: lines.reduce((sum, { valueMinor }) => sum + valueMinor, 0),
      sourceUpdatedAt: at,
    })),
  });
  await db.orderLine.createMany({
    data: all.flatMap(([orderId, { lines }]) =>
      lines.map(({ product, valueMinor }, line) => ({
        shopId,
        orderId,
        lineId: String(line),
        productId: options.products[product]!.productId,
        title: "",
        quantity: 1,
        netMinor: valueMinor,
      })),
    ),
  });
  return { shopId, now, profileIds };
}
