import type { CampaignPlan } from "~/campaigns/campaign";
import type { MailToPreview } from "./preview-mail.server";

/** What a campaign says, as a preview asks for it. */
export function mailOfPlan({ templateId, copy, picks }: CampaignPlan): MailToPreview {
  if (templateId !== null) return { templateId };
  return { template: "news", copy, pickCount: picks?.count ?? 0 };
}
