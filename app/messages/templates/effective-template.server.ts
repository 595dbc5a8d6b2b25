import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findGermanAddress } from "../brand/page-branding.server";
import { findReadyTemplate } from "../ready/ready-templates.server";
import type { EmailDocument } from "../document/email-document";
import { findPublished } from "./template-store.server";

/** The effective template: the published version, otherwise the prebuilt one; null if neither exists. */
export async function findEffectiveTemplate(
  db: Db,
  shopId: ShopId,
  templateId: string,
): Promise<EmailDocument | null> {
  const published = (await findPublished(db, shopId, [templateId])).get(templateId);
  return published ?? findReadyTemplate(templateId, await findGermanAddress(db, shopId));
}
