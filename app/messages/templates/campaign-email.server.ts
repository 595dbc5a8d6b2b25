import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { publishUnchanged } from "./begin-email.server";
import { findEffectiveTemplate } from "./effective-template.server";
import { findTemplate } from "./template-store.server";

const GROUP = "campaign-email";

/** Template id of a campaign's own email. */
export const campaignEmailId = (campaignId: string): string => `${GROUP}/${campaignId}`;

/** The campaign of a template id; null for other templates. */
export function campaignOfEmail(templateId: string): string | null {
  const [group, campaignId] = templateId.split("/");
  return group === GROUP && campaignId !== undefined ? campaignId : null;
}

/**
 * Creates a campaign's own email as a copy of a layout or of another campaign's email; if one exists, the
 * copy becomes its next version.
 *
 * @returns the template id; null when the source does not exist
 */
export async function makeCampaignEmail(
  db: Db,
  shopId: ShopId,
  { campaignId, name, like }: { campaignId: string; name: string; like: string },
  now: Date,
): Promise<string | null> {
  const templateId = campaignEmailId(campaignId);
  const document = await findEffectiveTemplate(db, shopId, like);
  if (!document) return null;
  const baseRevision = (await findTemplate(db, shopId, templateId))?.draftRevision ?? 0;
  await publishUnchanged(db, shopId, { templateId, name, document, baseRevision, now });
  return templateId;
}

/** Names a campaign's email after the campaign. */
export async function nameCampaignEmail(
  db: Db,
  shopId: ShopId,
  { campaignId, name }: { readonly campaignId: string; readonly name: string },
): Promise<void> {
  const templateId = campaignEmailId(campaignId);
  await db.template.updateMany({ where: { shopId, templateId, NOT: { name } }, data: { name } });
}
