import { BlockStack, Card, Text } from "@shopify/polaris";
import { ShareBars } from "~/components/charts/share-bars";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ShownRule } from "~/pages/recommendations/bought-together.server";
import { useProductName } from "./use-product-name";

const SHOWN = 6;

/** The first rules of the table as bars: how often the second product is in an order with the first. */
export function SurestRules({ rules }: { readonly rules: readonly ShownRule[] }) {
  const text = useText("recommendations");
  const format = useFormat();
  const nameOf = useProductName();
  if (rules.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {text("together.chart")}
          </Text>
          <Text as="p" tone="subdued">
            {text("together.chart.about")}
          </Text>
        </BlockStack>
        <ShareBars
          shares={rules.slice(0, SHOWN).map((rule) => ({
            label: text("together.pair", {
              first: format.list(rule.antecedents.map(nameOf)),
              second: nameOf(rule.consequent),
            }),
            share: rule.confidence,
          }))}
        />
      </BlockStack>
    </Card>
  );
}
