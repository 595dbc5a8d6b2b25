import type { CampaignPlan } from "./campaign";

const MAX_NAME_CHARS = 80;

interface NamedCampaign {
  readonly campaignId: string;
  readonly name: string;
  readonly plan: CampaignPlan;
}

/** Copies a campaign into a draft for the same audience or for non-clickers. The schedule is reset. */
export function copyCampaign(
  { campaignId, name, plan }: NamedCampaign,
  to: "same" | "not_clicked",
): Omit<NamedCampaign, "campaignId"> {
  const suffix = to === "same" ? " (copy)" : " (again)";
  return {
    name: name.slice(0, MAX_NAME_CHARS - suffix.length) + suffix,
    plan: {
      ...plan,
      timing: { kind: "now" },
      test: to === "same" ? plan.test : null,
      audience: to === "same" ? plan.audience : { kind: "not_clicked", campaignId },
    },
  };
}
