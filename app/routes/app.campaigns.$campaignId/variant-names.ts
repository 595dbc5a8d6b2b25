import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { useText } from "~/i18n/text-provider";

/** The names of a campaign's variants; none without a test. */
export function useVariantNames({ test }: Pick<CampaignPage, "test">): string[] {
  const text = useText("campaigns");
  const variants = test?.variants ?? [];
  return variants.map(({ name }, n) => name ?? text(n === 0 ? "tested.own" : "tested.deleted"));
}
