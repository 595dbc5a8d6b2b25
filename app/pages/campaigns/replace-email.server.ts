import { z } from "zod";
import { saveCampaign, type Campaign } from "~/campaigns/campaign-store.server";
import type { CommonDeps } from "~/deps";
import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { documentHash } from "~/messages/document/document-hash.server";
import { publishUnchanged } from "~/messages/templates/begin-email.server";
import { campaignEmailId, makeCampaignEmail } from "~/messages/templates/campaign-email.server";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import {
  findTemplate,
  findTemplateVersion,
  publishDraft,
  saveDraft,
} from "~/messages/templates/template-store.server";

const version = z.number().int().positive();

/** Versions of a campaign's email around its replacement by a template, with which it is undone. */
export const ReplacedEmail = z.object({
  /** What the template became. */
  replacement: version,
  /** What was published before. */
  published: version,
  /** What keeps the unpublished changes; null: there were none. */
  draft: version.nullable(),
});
export type ReplacedEmail = z.infer<typeof ReplacedEmail>;

type Deps = CommonDeps<"db" | "now">;
type Based = Pick<Campaign, "campaignId" | "version" | "name" | "plan">;

export type ReplaceOutcome =
  | { readonly kind: "replaced"; readonly replaced: ReplacedEmail | null }
  | { readonly kind: "changed" | "layout_deleted" };

/**
 * Replaces the email of a draft campaign by a template. Its version and unpublished changes stay in its history.
 *
 * @param campaign at the version that the merchant saw
 * @param layout template id
 */
export async function replaceCampaignEmail(
  shopId: ShopId,
  campaign: Based,
  layout: string,
  { db, now }: Deps,
): Promise<ReplaceOutcome> {
  const { campaignId, name } = campaign;
  const templateId = campaignEmailId(campaignId);
  if (!(await findEffectiveTemplate(db, shopId, layout))) return { kind: "layout_deleted" };
  return db.$transaction(async (tx): Promise<ReplaceOutcome> => {
    const change = { ...campaign, plan: { ...campaign.plan, templateId } };
    // A campaign that was started in the meantime keeps its email.
    if ((await saveCampaign(tx, shopId, change, now())) === null) return { kind: "changed" };
    const published = (await findTemplate(tx, shopId, templateId))?.publishedVersion ?? null;
    const draft = await keepDraft(tx, shopId, templateId, now());
    await makeCampaignEmail(tx, shopId, { campaignId, name, like: layout }, now());
    const replacement = (await findTemplate(tx, shopId, templateId))?.publishedVersion ?? null;
    return {
      kind: "replaced",
      replaced:
        replacement === null || published === null ? null : { replacement, published, draft },
    };
  });
}

/** Makes unpublished changes a version. @returns its number; null: there were none */
async function keepDraft(tx: Tx, shopId: ShopId, templateId: string, now: Date) {
  const template = await findTemplate(tx, shopId, templateId);
  if (!template?.draft) return null;
  const { draft: document, draftRevision } = template;
  const sha256 = documentHash(document);
  return publishDraft(tx, shopId, { templateId, draftRevision, document, sha256, now });
}

/**
 * Undoes a replacement: the previous version is published again, and its unpublished changes are the draft.
 *
 * @returns false if the campaign or its email changed since
 */
export async function undoReplacement(
  shopId: ShopId,
  campaign: Based,
  { replacement, published, draft }: ReplacedEmail,
  { db, now }: Deps,
): Promise<boolean> {
  const { campaignId, name } = campaign;
  const templateId = campaignEmailId(campaignId);
  return db.$transaction(async (tx) => {
    const template = await findTemplate(tx, shopId, templateId);
    if (template?.publishedVersion !== replacement || template.draft !== null) return false;
    const before = await findTemplateVersion(tx, shopId, templateId, published);
    if (!before || (await saveCampaign(tx, shopId, campaign, now())) === null) return false;
    await publishUnchanged(tx, shopId, {
      ...{ templateId, name, document: before.document, now: now() },
      baseRevision: template.draftRevision,
    });
    const changes =
      draft === null ? null : await findTemplateVersion(tx, shopId, templateId, draft);
    const restored = await findTemplate(tx, shopId, templateId);
    if (changes && restored) {
      const { document } = changes;
      const baseRevision = restored.draftRevision;
      await saveDraft(tx, shopId, { templateId, name, document, baseRevision, now: now() });
    }
    return true;
  });
}
