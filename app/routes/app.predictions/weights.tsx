import { BlockStack, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import { IntervalLine } from "~/components/charts/interval-line";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ShownWeight } from "~/predictions/predictions-summary";

export interface WeightRow extends ShownWeight {
  readonly label: string;
  /** What the weight means, in one sentence. */
  readonly about: string;
}

/** A model's weights as text, with their intervals around zero. */
export function Weights({ weights }: { weights: readonly WeightRow[] }) {
  const text = useText("predictions");
  const format = useFormat();
  const reach = Math.max(
    ...weights.map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high))),
  );
  return (
    <BlockStack as="ul" gap="300">
      {weights.map(({ label, about, value, low, high }) => (
        <BlockStack as="li" key={label} gap="050">
          <InlineGrid columns={{ xs: 1, md: "2fr 1fr" }} gap="200" alignItems="center">
            <InlineStack align="space-between" gap="200">
              <Text as="span" fontWeight="medium">
                {label}
              </Text>
              <Text as="span" tone="subdued" numeric>
                {text("weight.range", {
                  value: format.number(value, 2),
                  low: format.number(low, 2),
                  high: format.number(high, 2),
                })}
              </Text>
            </InlineStack>
            <IntervalLine low={low} value={value} high={high} reach={reach} />
          </InlineGrid>
          <Text as="p" variant="bodySm" tone="subdued">
            {about}
          </Text>
        </BlockStack>
      ))}
    </BlockStack>
  );
}
