import { nextTimeIn } from "~/jobs/next-due-times.server";
import { randomBytes } from "node:crypto";
import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";

/** A shop's collector account and its state at Shopify. */
export interface PixelAccount {
  readonly accountId: string;
  /** Shopify's id of the pixel; null before it exists. */
  readonly pixelId: string | null;
  /** When Shopify accepted this account; null before. */
  readonly syncedAt: Date | null;
  readonly attempts: number;
  readonly lastError: string | null;
}

/** 128 bits: an account is public to a shop's visitors, and cannot be guessed by others. */
const ACCOUNT_BYTES = 16;

/**
 * Issues a new account and invalidates the old one. The job due at `nextRunAt` updates Shopify,
 * which deletes the pixel itself when the app is uninstalled.
 */
export async function issuePixelAccount(
  db: Db,
  shopId: ShopId,
  { now, pixelId }: { readonly now: Date; readonly pixelId: string | null },
): Promise<void> {
  const issued = {
    accountId: randomBytes(ACCOUNT_BYTES).toString("base64url"),
    pixelId,
    syncedAt: null,
    attempts: 0,
    lastError: null,
    nextRunAt: now,
    createdAt: now,
  };
  await db.pixelAccount.upsert({
    where: { shopId },
    create: { shopId, ...issued },
    update: issued,
  });
}

/** The installed shop with this account, or null. */
export async function findShopByAccount(db: Db, accountId: string): Promise<ShopId | null> {
  const row = await db.pixelAccount.findFirst({
    where: { accountId, shop: { uninstalledAt: null } },
    select: { shopId: true },
  });
  return row ? ShopId.parse(row.shopId) : null;
}

export async function findPixelAccount(db: Db, shopId: ShopId): Promise<PixelAccount | null> {
  return db.pixelAccount.findUnique({
    where: { shopId },
    select: { accountId: true, pixelId: true, syncedAt: true, attempts: true, lastError: true },
  });
}

/** Shops whose account is due for a sync to Shopify. */
export function selectShopsWithUnsyncedAccount(now: Date): Prisma.Sql {
  return Prisma.sql`
    select shop.shop_id as "shopId" from pixel_account
    join shop on shop.shop_id = pixel_account.shop_id and shop.uninstalled_at is null
    where synced_at is null and next_run_at <= ${now}::timestamptz`;
}

/** When a shop's account is due. */
export const nextPixelTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("pixel_account", "next_run_at", now),
];

/** Records that Shopify accepted the account, unless another was issued meanwhile. */
export async function settlePixelAccount(
  db: Db,
  shopId: ShopId,
  { accountId, pixelId, at }: { accountId: string; pixelId: string; at: Date },
): Promise<void> {
  await db.pixelAccount.updateMany({
    where: { shopId, accountId },
    data: { pixelId, syncedAt: at, attempts: 0, lastError: null },
  });
}

export async function postponePixelAccount(
  db: Db,
  shopId: ShopId,
  { lastError, nextRunAt }: { readonly lastError: string; readonly nextRunAt: Date },
): Promise<void> {
  await db.pixelAccount.updateMany({
    where: { shopId },
    data: { lastError, nextRunAt, attempts: { increment: 1 } },
  });
}
