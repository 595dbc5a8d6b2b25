import { useEmailNames } from "~/components/email/use-email-names";
import { useMergeNames } from "~/components/email/use-merge-names";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { useText } from "~/i18n/text-provider";
import { readableMerge } from "~/messages/merge/readable";

/** The names of a campaign's variants; none without a test. */
export function useVariantNames({ test, plan }: Pick<CampaignPage, "test" | "plan">): string[] {
  const text = useText("campaigns");
  const mergeName = useMergeNames();
  const nameEmail = useEmailNames();
  const others = plan.test?.others;
  const variants = test?.variants ?? [];
  return variants.map(({ name }, n) => {
    if (name === null) return text(n === 0 ? "tested.own" : "tested.deleted");
    const templateId = others?.kind === "content" ? others.values[n - 1] : undefined;
    return templateId === undefined
      ? readableMerge(name, mergeName)
      : nameEmail({ templateId, name });
  });
}
