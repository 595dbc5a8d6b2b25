import {
  CAMPAIGN_LAYOUTS,
  layoutTemplateId,
  type CampaignLayout,
} from "~/campaigns/campaign-layouts";
import { findCampaign } from "~/campaigns/campaign-store.server";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import { prepareExamples, type DrawDeps } from "../emails/draw-example.server";

export interface TemplateGallery {
  readonly campaignId: string;
  readonly name: string;
  /** The campaign's version, which a change is based on. */
  readonly version: number;
  /** Template id of the campaign's email. */
  readonly emailId: string;
  readonly templates: readonly DrawnTemplate[];
}

/** A template as it looks in this shop. */
export interface DrawnTemplate {
  readonly layout: CampaignLayout;
  readonly templateId: string;
  /** null while the shop's brand is incomplete. */
  readonly html: string | null;
}

/**
 * The templates for a draft's email, with the shop's theme, brand and products.
 *
 * @returns "started" if its email can no longer be replaced; null if the shop has no such campaign
 */
export async function loadTemplateGallery(
  db: Db,
  shopId: ShopId,
  campaignId: string,
  deps: DrawDeps,
): Promise<TemplateGallery | "started" | null> {
  const campaign = await findCampaign(db, shopId, campaignId);
  if (!campaign) return null;
  if (campaign.status !== "draft") return "started";
  const { name, version, plan } = campaign;
  const templates = await drawTemplates(db, shopId, deps);
  return { campaignId, name, version, emailId: plan.templateId, templates };
}

/** The templates of campaigns, with the shop's theme, brand and products. */
export async function drawTemplates(
  db: Db,
  shopId: ShopId,
  deps: DrawDeps,
): Promise<DrawnTemplate[]> {
  const draw = await prepareExamples(db, shopId, deps);
  return Promise.all(
    CAMPAIGN_LAYOUTS.map(async (layout) => {
      const templateId = layoutTemplateId(layout);
      const html = await draw(await findEffectiveTemplate(db, shopId, templateId));
      return { layout, templateId, html };
    }),
  );
}
