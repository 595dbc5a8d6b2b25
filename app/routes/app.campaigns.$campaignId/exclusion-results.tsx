import { BlockStack, Text } from "@shopify/polaris";
import { HowCalculated } from "~/components/charts/how-calculated";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ExclusionResult } from "~/pages/campaigns/judge-exclusion.server";
import { CountLine } from "./count-line";

/** What the exclusion of customers unlikely to be influenced cost, by the tenth who still got the email. */
export function ExclusionResults({ result }: { result: ExclusionResult }) {
  const text = useText("campaigns");
  const format = useFormat();
  const { excluded, control, difference, windowHours } = result;
  const count = ({ people, ordered }: ExclusionResult["excluded"]) =>
    text("exclusion.ordered", { people, ordered });
  const verdict = difference === null || difference.low <= 0 ? "unknown" : "costs";
  return (
    <TitledCard title={text("exclusion.title")} gap="300">
      <BlockStack as="ul" gap="300">
        <CountLine label={text("exclusion.excluded")} value={count(excluded)} />
        <CountLine label={text("exclusion.control")} value={count(control)} />
      </BlockStack>
      <Text as="p" tone="subdued">
        {text(`exclusion.${verdict}`)}
      </Text>
      {difference !== null && (
        <HowCalculated>
          {text("exclusion.about", {
            hours: format.hours(windowHours),
            difference: format.rate(difference.difference),
            low: format.rate(difference.low),
            high: format.rate(difference.high),
          })}
        </HowCalculated>
      )}
    </TitledCard>
  );
}
