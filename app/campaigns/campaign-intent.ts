import { z } from "zod";
import { formerTextsOf } from "~/flows/former-texts";
import { SendIntent } from "~/flows/send-step";
import { otherValue, type StoredPlan } from "./campaign";

/** All that is known of a campaign's mail when it is planned: what a flow's mail knows, and whose it is. */
export const CampaignIntent = SendIntent.extend({
  origin: z.literal("campaign"),
  campaignId: z.string().min(1),
  /**
   * When the campaign comes to this recipient, however much later their turn is: who has had enough mail by then is
   * left out. Without it, whoever has when the mail is about to leave.
   */
  ownTimeAt: z.coerce.date().optional(),
});
export type CampaignIntent = z.infer<typeof CampaignIntent>;

interface Occasion {
  /** Which of the versions that it tries: 0 is the campaign as it is. */
  readonly variant: number;
  readonly startedAt: Date;
  readonly ownTimeAt: Date;
}

export function campaignIntent(
  campaignId: string,
  plan: StoredPlan,
  { variant, startedAt, ownTimeAt }: Occasion,
): CampaignIntent {
  const { templateId, coupon, test, skipsBuyers, audience } = plan;
  const subject = otherValue(test, "subject", variant);
  return CampaignIntent.parse({
    origin: "campaign",
    campaignId,
    ownTimeAt,
    templateId: otherValue(test, "content", variant) ?? templateId,
    ...formerTextsOf({ template: "news", copy: plan.copy, picks: plan.picks }),
    ...(subject !== undefined && { subject }),
    coupon,
    purpose: "campaign",
    audience: "subscribers",
    exemptFromHourCap: false,
    // Sent again on purpose to those who did not click in it.
    repeatDays: audience.kind === "not_clicked" ? 0 : null,
    exits: skipsBuyers ? ["order_placed"] : [],
    trigger: { kind: "person", key: campaignId, at: startedAt },
  });
}
