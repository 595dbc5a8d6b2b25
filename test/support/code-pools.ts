import type { PrismaClient } from "~/generated/prisma/client";
import { drawCodes } from "~/messages/coupons/coupon-store.server";
import { listWantedCodes } from "~/messages/coupons/wanted-codes.server";
import type { Keyring } from "~/privacy/keyring.server";
import { NOW, SHOP } from "./builders";

/** Codes for every step with a discount, as if Shopify had created them, so that no email waits for one. */
export async function storeCodePools(db: PrismaClient, keyring: Keyring): Promise<void> {
  for (const { ownerKey, percentOff, title, reserve } of await listWantedCodes(db, SHOP)) {
    await db.discount.create({
      data: { shopId: SHOP, ownerKey, percentOff, title, createdAt: NOW },
    });
    await drawCodes(db, SHOP, { ownerKey, percentOff }, reserve, { keyring });
  }
  await db.discountCode.updateMany({ data: { state: "free", redeemId: "1" } });
}
