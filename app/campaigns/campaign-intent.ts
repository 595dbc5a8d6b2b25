import { z } from "zod";
import { SendIntent, toStoredIntent } from "~/flows/definition/send-step";
import { getAlternative, type CampaignPlan } from "./campaign";

/** Everything known about a campaign message when it is planned: the fields of a flow message and the campaign. */
export const CampaignIntent = SendIntent.extend({
  origin: z.literal("campaign"),
  campaignId: z.string().min(1),
  /**
   * The campaign's send time for this recipient, before pacing. Frequency caps are checked at this time. Without it,
   * they are checked when the message is about to be sent.
   */
  ownTimeAt: z.coerce.date().optional(),
  /** Whether the campaign excludes customers unlikely to be influenced: then the model does not learn from it. */
  skipsUnlikely: z.literal(true).optional(),
  /** Whether this customer is unlikely to be influenced, and gets the email as a control. */
  isUnlikelyControl: z.literal(true).optional(),
});
export type CampaignIntent = z.infer<typeof CampaignIntent>;

interface CampaignSend {
  /** The variant; 0 is the campaign itself. */
  readonly variant: number;
  readonly startedAt: Date;
  readonly ownTimeAt: Date;
  readonly isUnlikelyControl?: boolean;
}

/** The intent of a campaign's message as stored with it. */
export const storedCampaignIntent = (...of: Parameters<typeof campaignIntent>): object =>
  toStoredIntent(campaignIntent(...of));

export function campaignIntent(
  campaignId: string,
  plan: CampaignPlan,
  { variant, startedAt, ownTimeAt, isUnlikelyControl }: CampaignSend,
): CampaignIntent {
  const { templateId, coupon, test, skipsBuyers, skipsUnlikely, audience } = plan;
  const subject = getAlternative(test, "subject", variant);
  return CampaignIntent.parse({
    origin: "campaign",
    campaignId,
    ownTimeAt,
    templateId: getAlternative(test, "content", variant) ?? templateId,
    ...(subject !== undefined && { subject }),
    coupon,
    purpose: "campaign",
    audience: "subscribers",
    exemptFromHourCap: false,
    // A resend to recipients who did not click repeats the email on purpose.
    repeatDays: audience.include.some(({ kind }) => kind === "not_clicked") ? 0 : null,
    exits: skipsBuyers ? ["order_placed"] : [],
    trigger: { kind: "person", key: campaignId, at: startedAt },
    ...(skipsUnlikely && { skipsUnlikely }),
    ...(isUnlikelyControl && { isUnlikelyControl }),
  });
}
