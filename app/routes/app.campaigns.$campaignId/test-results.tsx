import { BlockStack, Text } from "@shopify/polaris";
import type { CampaignTest } from "~/campaigns/campaign";
import { TitledCard } from "~/components/titled-card";
import type { CampaignPage, CampaignVariant } from "~/pages/campaigns/campaign-page.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { CountLine } from "./count-line";
import { useVariantNames } from "./variant-names";

/** How often people clicked in each variant, and the state of the test. */
export function TestResults({ campaign }: { campaign: CampaignPage }) {
  const text = useText("campaigns");
  const clicks = useClickWords();
  const names = useVariantNames(campaign);
  const { plan, test } = campaign;
  if (test === null || plan.test === null) return null;
  return (
    <TitledCard title={text(`tested.${plan.test.others.kind}`)} gap="300">
      <BlockStack as="ul" gap="300">
        {test.variants.map((variant, n) => {
          const name = names[n] ?? "";
          const label = test.chosen === n ? text("tested.chosen", { name }) : name;
          return <CountLine key={n} label={label} value={clicks(variant)} />;
        })}
      </BlockStack>
      <Text as="p" tone="subdued">
        <TestState state={test} test={plan.test} />
      </Text>
    </TitledCard>
  );
}

function useClickWords() {
  const text = useText("campaigns");
  const format = useFormat();
  return ({ sent, clicked }: CampaignVariant) =>
    sent === 0
      ? text("tested.clicks", { clicked, sent })
      : text("tested.clicks.rate", { clicked, sent, rate: format.rate(clicked / sent) });
}

interface TestStateProps {
  state: NonNullable<CampaignPage["test"]>;
  test: CampaignTest;
}

function TestState({ state, test }: TestStateProps) {
  const text = useText("campaigns");
  const format = useFormat();
  if (test.rule === "commit") {
    return state.chosen === null
      ? text("tested.commit.waiting", { hours: format.hours(test.testHours) })
      : text("tested.commit.chosen");
  }
  const place = { wave: state.wave + 1, waves: state.waveCount };
  return state.wave === 0
    ? text("tested.gradual.first", place)
    : text("tested.gradual.next", {
        ...place,
        shares: format.list(state.shares.map((share) => format.rate(share, 0))),
      });
}
