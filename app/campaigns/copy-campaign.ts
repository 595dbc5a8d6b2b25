import type { CampaignPlan } from "./campaign";

const MOST_NAME_CHARS = 80;

interface Named {
  readonly campaignId: string;
  readonly name: string;
  readonly plan: CampaignPlan;
}

/** Copies a campaign into a draft for the same audience or for non-clickers. The schedule is reset. */
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
