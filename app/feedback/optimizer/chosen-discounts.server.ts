import type { Db } from "~/db.server";
import {
  listAllowedDiscounts,
  type AllowedDiscount,
} from "~/flows/progress/allowed-discounts.server";
import type { ShopId } from "~/lib/shop-id";
import { promisesInAnyLanguage } from "~/messages/coupons/promises-discount";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { findPublished } from "~/messages/templates/template-store.server";

/**
 * The emails of live flows whose discount Kindred chooses: the merchant allows it, and the email's text promises none.
 * Campaigns are apart: each says so itself.
 */
export async function listChosenDiscounts(db: Db, shopId: ShopId): Promise<AllowedDiscount[]> {
  const allowed = await listAllowedDiscounts(db, shopId);
  if (allowed.length === 0) return [];
  const ids = allowed.map(({ templateId }) => templateId);
  const published = await findPublished(db, shopId, ids);
  return allowed.filter(({ templateId }) => {
    const email = published.get(templateId) ?? findReadyTemplate(templateId);
    return !email || !promisesInAnyLanguage(email);
  });
}
