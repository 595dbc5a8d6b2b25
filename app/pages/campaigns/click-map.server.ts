import { z } from "zod";
import { getAlternative } from "~/campaigns/campaign";
import { findCampaign } from "~/campaigns/campaign-store.server";
import type { Db } from "~/db.server";
import { addressedLanguage } from "~/i18n/locale";
import { textIn } from "~/i18n/text-in.server";
import type { ShopId } from "~/lib/shop-id";
import { loadBrand } from "~/messages/brand/load-brand.server";
import type { compileTemplate } from "~/messages/compiling/compile-template.server";
import { exampleValues } from "~/messages/compiling/example-values.server";
import { fillTarget, fillTemplate } from "~/messages/compiling/fill-template";
import { planLinks } from "~/messages/composing/plan-links";
import { localize } from "~/messages/document/email-document";
import { slotShapes } from "~/messages/document/product-slots";
import { viewEmail } from "~/messages/merge/email-view";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import type { Keyring } from "~/privacy/keyring.server";
import { listExampleProducts } from "../emails/preview-email.server";
import { countLinkClicks, type ClicksQuery } from "./campaign-clicks.server";
import { urlOfLink, type ClickMap } from "./draw-clicks";
import { clickedKey, linkKey } from "./link-clicks";

/** Of a test of several emails, the number of the email from 0. */
export const ClickMapRequest = z.object({ variant: z.number().int().min(0).nullable() });

interface Deps {
  readonly keyring: Pick<Keyring, "open">;
  readonly compile: typeof compileTemplate;
}

/**
 * A campaign's email with example products, and the clicks on its links.
 *
 * @returns null when the campaign, its email or the shop's brand is missing
 */
export async function loadClickMap(
  db: Db,
  shopId: ShopId,
  { campaignId, variant }: ClicksQuery,
  { keyring, compile }: Deps,
): Promise<ClickMap | null> {
  const campaign = await findCampaign(db, shopId, campaignId);
  if (!campaign) return null;
  const { test, templateId } = campaign.plan;
  const other = variant === null ? undefined : getAlternative(test, "content", variant);
  const [document, { shop, outcome }, products, links] = await Promise.all([
    findEffectiveTemplate(db, shopId, other ?? templateId),
    loadBrand(db, shopId, { keyring }),
    listExampleProducts(db, shopId),
    countLinkClicks(db, shopId, { campaignId, variant }, keyring),
  ]);
  if (document === null || outcome.kind === "incomplete") return null;
  const { brand } = outcome;
  const email = localize(document, document.language);
  const compiled = await compile({ email, brand });
  const language = addressedLanguage(email.language, brand.germanAddress);
  const text = textIn(language, "email", brand.texts);
  const shape = { text, shapes: slotShapes(email.blocks) };
  const example = exampleValues(email, {
    ...{ products, currency: shop.currency, shopUrl: shop.url, ownTexts: brand.texts },
  });
  const exampleView = viewEmail(example, shape);
  const targets = compiled.targets.map(({ position, parts }) => ({
    position,
    target: fillTarget(parts, exampleView),
  }));
  const planned = planLinks(example, targets, {
    lead: (target) => target,
    issueLink: ({ index }) => urlOfLink(index),
  });
  const filled = fillTemplate(compiled, viewEmail(planned.values, shape));
  if (filled.kind === "refused") return null;
  const keys = links.map(clickedKey);
  const placed = new Map<string, number>();
  const drawn = planned.links.flatMap(({ index, position, target }) => {
    const place = (placed.get(position) ?? 0) + 1;
    placed.set(position, place);
    const link = keys.indexOf(linkKey({ position, place, target }));
    return link < 0 ? [] : [{ index, link }];
  });
  return { html: filled.email.html, links, drawn };
}
