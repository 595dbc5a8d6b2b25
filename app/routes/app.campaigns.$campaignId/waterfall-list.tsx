import { BlockStack, Divider, InlineStack, Text } from "@shopify/polaris";
import { formatCount } from "~/components/formats";
import type { Waterfall } from "~/delivery/campaigns/waterfall";

const STEPS: readonly { field: keyof Waterfall; label: string }[] = [
  { field: "noConsent", label: "Have not agreed to marketing email" },
  { field: "suppressed", label: "Address is suppressed" },
  { field: "noAddress", label: "Have no email address" },
  { field: "capped", label: "Have had enough email by then" },
  { field: "otherwise", label: "Left out for a reason of their own" },
  { field: "holdout", label: "Left alone on purpose, to measure what email earns" },
];

/** From the audience to the recipients, with one line per exclusion reason. */
export function WaterfallList({ waterfall }: { waterfall: Waterfall }) {
  return (
    <BlockStack as="ul" gap="200">
      <Line label="In the audience" count={waterfall.members} />
      {STEPS.filter(({ field }) => waterfall[field] > 0).map(({ field, label }) => (
        <Line key={field} label={label} count={-waterfall[field]} />
      ))}
      <Divider />
      <Line label="Will be sent" count={waterfall.willBeSent} isTotal />
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
  const weight = isTotal ? "semibold" : "regular";
  return (
    <InlineStack as="li" align="space-between" gap="200" wrap={false}>
      <Text as="span" fontWeight={weight}>
        {label}
      </Text>
      <Text as="span" fontWeight={weight} numeric {...(count < 0 && { tone: "subdued" })}>
        {count < 0 ? `− ${formatCount(-count)}` : formatCount(count)}
      </Text>
    </InlineStack>
  );
}
