import { BlockStack, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import type { ShownWeight } from "~/predictions/predictions-summary";
import { IntervalLine } from "./plots/interval-line";

/** A model's weights as text, with their intervals around zero. */
export function Weights({ weights }: { weights: readonly ShownWeight[] }) {
  const reach = Math.max(
    ...weights.map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high))),
  );
  return (
    <BlockStack as="ul" gap="300">
      {weights.map((weight) => (
        <BlockStack as="li" key={weight.feature} gap="050">
          <InlineGrid columns={{ xs: 1, md: "2fr 1fr" }} gap="200" alignItems="center">
            <InlineStack align="space-between" gap="200">
              <Text as="span" fontWeight="medium">
                {weight.label}
              </Text>
              <Text as="span" tone="subdued" numeric>
                {`${number(weight.value)} (${number(weight.low)} to ${number(weight.high)})`}
              </Text>
            </InlineStack>
            <IntervalLine {...weight} reach={reach} />
          </InlineGrid>
          <Text as="p" variant="bodySm" tone="subdued">
            {weight.words}
          </Text>
        </BlockStack>
      ))}
    </BlockStack>
  );
}

/** With a typographic minus and significant digits. */
export function number(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3).replace("-", "−");
}
