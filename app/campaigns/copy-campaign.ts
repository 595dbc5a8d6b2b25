import type { CampaignPlan } from "./campaign";

/** The plan of a campaign's copy, for the same audience or for non-clickers. The schedule is reset. */
export function copyPlan(
  { campaignId, plan }: { readonly campaignId: string; readonly plan: CampaignPlan },
  to: "same" | "not_clicked",
): CampaignPlan {
  return {
    ...plan,
    timing: { kind: "now" },
    test: to === "same" ? plan.test : null,
    audience:
      to === "same"
        ? plan.audience
        : { include: [{ kind: "not_clicked", campaignId }], exclude: plan.audience.exclude },
  };
}
