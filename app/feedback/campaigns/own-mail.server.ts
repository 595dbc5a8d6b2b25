import type { CampaignPlan } from "~/campaigns/campaign";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { showsCoupon } from "~/messages/coupons/coupon";
import { localize } from "~/messages/document/mail-document";
import { describeChanges } from "~/messages/editing/describe-changes";
import { loadMailPage } from "~/messages/editing/mail-page.server";

/** A campaign's mail, which is made in the editor. */
export interface OwnMail {
  readonly templateId: string;
  /** Of the version that is sent; of the draft while there is none. */
  readonly subject: string;
  readonly isPublished: boolean;
  /** Whether it has a place for a discount code. */
  readonly showsCode: boolean;
  /** Whether it was changed and not published since. */
  readonly hasChanges: boolean;
}

/** The mail that a campaign says, or null where it is not there. */
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
