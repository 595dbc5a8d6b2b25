import type { CampaignPlan } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { showsCoupon } from "~/messages/coupons/coupon";
import { promisesInAnyLanguage } from "~/messages/coupons/promises-discount";
import { localize } from "~/messages/document/email-document";
import { findGermanAddress } from "~/messages/brand/page-branding.server";
import { describeChanges } from "~/messages/editing/describe-changes";
import { yourOrderIn } from "~/messages/ready/your-order.server";
import { findOwnTexts } from "~/messages/own-texts/own-texts-store.server";
import { loadEmailPage } from "../emails/email-page.server";

export interface CampaignTexts {
  readonly subject: string;
  readonly preheader: string;
}

/** A campaign's own email. */
export interface OwnEmail {
  readonly templateId: string;
  /** Subject of the published version, or of the draft before the first one. */
  readonly subject: string;
  readonly isPublished: boolean;
  /** Subject and preview text of the draft, or of the published version without one. */
  readonly texts: CampaignTexts;
  /** How it says "your order". */
  readonly yourOrder: string;
  /** Whether it shows a discount code. */
  readonly showsCode: boolean;
  /** Whether its text promises the discount, so that all recipients get it. */
  readonly promisesDiscount: boolean;
  /** Whether it has unpublished changes. */
  readonly hasChanges: boolean;
}

/** A campaign's own email; null if missing. */
export async function findOwnEmail(
  db: Db,
  shopId: ShopId,
  { templateId }: CampaignPlan,
): Promise<OwnEmail | null> {
  const email = await loadEmailPage(db, shopId, templateId);
  if (!email) return null;
  const hasChanges = describeChanges(email.effective, email.document).length > 0;
  const { effective, hasEffective: isPublished } = email;
  const showsCode = showsCoupon(localize(effective, effective.language));
  const { subject, preheader, language } = email.document;
  const [address, own] = await Promise.all([
    findGermanAddress(db, shopId),
    findOwnTexts(db, shopId),
  ]);
  return {
    ...{ templateId, subject: effective.subject, texts: { subject, preheader } },
    ...{ isPublished, showsCode, hasChanges },
    yourOrder: yourOrderIn(language, address, own),
    promisesDiscount: promisesInAnyLanguage(effective),
  };
}
