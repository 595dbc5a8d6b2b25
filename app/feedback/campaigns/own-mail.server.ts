import type { CampaignPlan } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { showsCoupon } from "~/messages/coupons/coupon";
import { localize } from "~/messages/document/mail-document";
import { describeChanges } from "~/messages/editing/describe-changes";
import { loadMailPage } from "~/messages/editing/mail-page.server";

/** A campaign's own email. */
export interface OwnMail {
  readonly templateId: string;
  /** Subject of the published version, or of the draft before the first one. */
  readonly subject: string;
  readonly isPublished: boolean;
  /** Whether it shows a discount code. */
  readonly showsCode: boolean;
  /** Whether it has unpublished changes. */
  readonly hasChanges: boolean;
}

/** A campaign's own email; null if missing. */
export async function findOwnMail(
  db: Db,
  shopId: ShopId,
  { templateId }: CampaignPlan,
): Promise<OwnMail | null> {
  const mail = await loadMailPage(db, shopId, templateId);
  if (!mail) return null;
  const hasChanges = describeChanges(mail.effective, mail.document).length > 0;
  const { effective, hasEffective: isPublished } = mail;
  const showsCode = showsCoupon(localize(effective, effective.language));
  return { templateId, subject: effective.subject, isPublished, showsCode, hasChanges };
}
