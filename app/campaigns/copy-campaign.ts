import type { CampaignPlan } from "./campaign";

const MOST_NAME_CHARS = 80;

interface Named {
  readonly campaignId: string;
  readonly name: string;
  readonly plan: CampaignPlan;
}

/** A draft like a campaign: the same again, or to those who did not click in it. Its time and its test are begun anew. */
export function copyOf(
  { campaignId, name, plan }: Named,
  to: "same" | "not_clicked",
): Omit<Named, "campaignId"> {
  const suffix = to === "same" ? " (copy)" : " (again)";
  return {
    name: name.slice(0, MOST_NAME_CHARS - suffix.length) + suffix,
    plan: {
      ...plan,
      timing: { kind: "now" },
      test: to === "same" ? plan.test : null,
      audience: to === "same" ? plan.audience : { kind: "not_clicked", campaignId },
    },
  };
}
