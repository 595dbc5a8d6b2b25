import { BlockStack, Divider, InlineStack, Text } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";
import type { Waterfall } from "~/pages/campaigns/waterfall";

const EXCLUSIONS = [
  "noConsent",
  "suppressed",
  "noAddress",
  "capped",
  "otherwise",
  "holdout",
  "unlikely",
] as const satisfies (keyof Waterfall)[];

/** From the audience to the recipients, with one line per exclusion reason. */
export function WaterfallList({ waterfall }: { waterfall: Waterfall }) {
  const text = useText("campaigns");
  return (
    <BlockStack as="ul" gap="200">
      <Line label={text("waterfall.members")} count={waterfall.members} />
      {EXCLUSIONS.filter((step) => waterfall[step] > 0).map((step) => (
        <Line key={step} label={text(`waterfall.${step}`)} count={-waterfall[step]} />
      ))}
      <Line label={text("waterfall.willBeSent")} count={waterfall.willBeSent} isTotal />
    </BlockStack>
  );
}

function Line({
  label,
  count,
  isTotal = false,
}: {
  label: string;
  count: number;
  isTotal?: boolean;
}) {
  const format = useFormat();
  const weight = isTotal ? "semibold" : "regular";
  return (
    <BlockStack as="li" gap="200">
      {isTotal && <Divider />}
      <InlineStack align="space-between" gap="200" wrap={false}>
        <Text as="span" fontWeight={weight}>
          {label}
        </Text>
        <Text as="span" fontWeight={weight} numeric {...(count < 0 && { tone: "subdued" })}>
          {count < 0 ? `− ${format.count(-count)}` : format.count(count)}
        </Text>
      </InlineStack>
    </BlockStack>
  );
}
