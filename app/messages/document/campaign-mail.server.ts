import { createHash } from "node:crypto";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findReadyTemplate } from "../ready/ready-templates";
import type { MailDocument } from "./mail-document";
import { findPublished, findTemplate, publishDraft, saveDraft } from "./template-store.server";

const GROUP = "campaign-mail";

/** What a campaign's own mail is called. */
const campaignMailId = (campaignId: string): string => `${GROUP}/${campaignId}`;

/** The campaign whose mail this is, or null for any other mail. */
export function campaignOfMail(templateId: string): string | null {
  const [group, campaignId] = templateId.split("/");
  return group === GROUP && campaignId !== undefined ? campaignId : null;
}

/**
 * Gives a campaign a mail of its own, like another one: a layout, or the mail of
 * the campaign that it is a copy of. One that it has already stays as it is.
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
  if (await findTemplate(db, shopId, templateId)) return templateId;
  const document = (await findPublished(db, shopId, [like])).get(like) ?? findReadyTemplate(like);
  if (!document) return null;
  await publishAsItIs(db, shopId, { templateId, name, document, now });
  return templateId;
}

interface Publication {
  readonly templateId: string;
  readonly name: string;
  readonly document: MailDocument;
  readonly now: Date;
}

/** A new template's first version: what was checked and published before, under another name. */
export async function publishAsItIs(
  db: Db,
  shopId: ShopId,
  { templateId, name, document, now }: Publication,
): Promise<void> {
  // Nobody has compiled it under this name: of what is compiled later there is no hash yet.
  const sha256 = createHash("sha256").update(JSON.stringify(document)).digest("hex");
  const draft = { templateId, name, document, baseRevision: 0, now };
  const draftRevision = await saveDraft(db, shopId, draft);
  // Somebody else made it in the same moment: then theirs is there.
  if (draftRevision === null) return;
  await publishDraft(db, shopId, { templateId, draftRevision, document, sha256, now });
}
