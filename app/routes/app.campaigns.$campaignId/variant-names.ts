import { useMergeNames } from "~/components/email/use-merge-names";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { useText } from "~/i18n/text-provider";
import { readableMerge } from "~/messages/merge/readable";

/** The names of a campaign's variants; none without a test. */
export function useVariantNames({ test }: Pick<CampaignPage, "test">): string[] {
  const text = useText("campaigns");
  const mergeName = useMergeNames();
  const variants = test?.variants ?? [];
  return variants.map(({ name }, n) =>
    name === null
      ? text(n === 0 ? "tested.own" : "tested.deleted")
      : readableMerge(name, mergeName),
  );
}
