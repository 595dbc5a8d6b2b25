import { v7 as uuidv7 } from "uuid";
import { DEFAULT_PLAN, type CampaignPlan } from "~/campaigns/campaign";
import { CAMPAIGN_LAYOUTS, layoutTemplateId } from "~/campaigns/campaign-layouts";
import { createCampaign, deleteDraft } from "~/campaigns/campaign-store.server";
import type { CommonDeps } from "~/deps";
import { textIn } from "~/i18n/text-in.server";
import { freeName } from "~/lib/free-name";
import type { ShopId } from "~/lib/shop-id";
import { campaignEmailId, makeCampaignEmail } from "~/messages/templates/campaign-email.server";
import { findTemplate } from "~/messages/templates/template-store.server";
import type { TextKey } from "~/i18n/messages";

type Deps = CommonDeps<"db" | "now">;

/**
 * Creates a draft with its own copy of the email that its plan names, so that editing it changes no layout
 * and no other campaign. A taken name gets a number, because Shopify Flow looks emails up by name.
 *
 * @returns the draft's id
 */
export async function beginCampaign(
  shopId: ShopId,
  { name: wanted, plan }: { readonly name: string; readonly plan: CampaignPlan },
  { db, now }: Deps,
): Promise<string> {
  const at = now();
  const campaignId = uuidv7();
  return db.$transaction(async (tx) => {
    const taken = await tx.campaign.findMany({ where: { shopId }, select: { name: true } });
    const name = freeName(
      wanted,
      taken.map((it) => it.name),
    );
    const make = (like: string) => makeCampaignEmail(tx, shopId, { campaignId, name, like }, at);
    const templateId = (await make(plan.templateId)) ?? (await make(DEFAULT_PLAN.templateId));
    const own = templateId === null ? plan : { ...plan, templateId };
    return createCampaign(tx, shopId, { campaignId, name, plan: own }, at);
  });
}

/**
 * Creates a draft to everyone from a layout, named like it.
 *
 * @param layout of a form; null is returned for any other text
 * @returns the draft's page, where it can be undone
 */
export async function beginFromLayout(
  shopId: ShopId,
  layout: FormDataEntryValue | null,
  language: string,
  deps: Deps,
): Promise<string | null> {
  const known = CAMPAIGN_LAYOUTS.find((it) => it === layout);
  if (!known) return null;
  const templateId = layoutTemplateId(known);
  const name = textIn(language, "email-names")(templateId as TextKey<"email-names">);
  const campaignId = await beginCampaign(
    shopId,
    { name, plan: { ...DEFAULT_PLAN, templateId } },
    deps,
  );
  return `/app/campaigns/${campaignId}?from=${known}`;
}

/**
 * Undoes the creation of a draft that nobody has changed.
 *
 * @returns false if the draft or its email was changed, or is gone
 */
export async function undoBegin(
  shopId: ShopId,
  campaignId: string,
  { db }: Pick<Deps, "db">,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const email = await findTemplate(tx, shopId, campaignEmailId(campaignId));
    const isEdited = email !== null && (email.draft !== null || email.publishedVersion !== 1);
    return !isEdited && deleteDraft(tx, shopId, campaignId, FIRST_VERSION);
  });
}

/** Of a campaign that was not saved since it was created. */
const FIRST_VERSION = 1;
