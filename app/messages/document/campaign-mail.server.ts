import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { publishUnchanged } from "./begin-mail.server";
import { findEffectiveTemplate } from "./effective-template.server";
import { findTemplate } from "./template-store.server";

const GROUP = "campaign-mail";

/** What a campaign's own mail is called. */
export const campaignMailId = (campaignId: string): string => `${GROUP}/${campaignId}`;

/** The campaign whose mail this is, or null for any other mail. */
export function campaignOfMail(templateId: string): string | null {
  const [group, campaignId] = templateId.split("/");
  return group === GROUP && campaignId !== undefined ? campaignId : null;
}

/**
 * Gives a campaign a mail of its own, like another one: a layout, or the mail of
 * the campaign that it is a copy of. Of one that it has already it is the next version.
 *
 * @returns the mail's id; null when there is nothing of the other name
 */
export async function makeCampaignMail(
  db: Db,
  shopId: ShopId,
  { campaignId, name, like }: { campaignId: string; name: string; like: string },
  now: Date,
): Promise<string | null> {
  const templateId = campaignMailId(campaignId);
  const document = await findEffectiveTemplate(db, shopId, like);
  if (!document) return null;
  const baseRevision = (await findTemplate(db, shopId, templateId))?.draftRevision ?? 0;
  await publishUnchanged(db, shopId, { templateId, name, document, baseRevision, now });
  return templateId;
}

/** A campaign's mail goes by the campaign's name. */
export async function nameCampaignMail(
  db: Db,
  shopId: ShopId,
  { campaignId, name }: { readonly campaignId: string; readonly name: string },
): Promise<void> {
  const templateId = campaignMailId(campaignId);
  await db.template.updateMany({ where: { shopId, templateId, NOT: { name } }, data: { name } });
}
