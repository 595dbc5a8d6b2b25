import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findReadyTemplate } from "../ready/ready-templates";
import type { MailDocument } from "./mail-document";
import { findPublished } from "./template-store.server";

/** A mail as it is sent now: as the shop published it, else the ready one; null when there is none of this id. */
export async function findEffectiveTemplate(
  db: Db,
  shopId: ShopId,
  templateId: string,
): Promise<MailDocument | null> {
  const published = (await findPublished(db, shopId, [templateId])).get(templateId);
  return published ?? findReadyTemplate(templateId);
}
