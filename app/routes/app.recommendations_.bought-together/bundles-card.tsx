import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { SuggestedBundle } from "~/pages/recommendations/bought-together.server";
import { useProductName } from "./use-product-name";

interface BundlesCardProps {
  bundles: readonly SuggestedBundle[];
  currency: string;
  isCreating: boolean;
  onEmail: (bundle: SuggestedBundle) => void;
}

/** Pairs that a shop may sell together, each with an email to those who have one of them. */
export function BundlesCard({ bundles, currency, isCreating, onEmail }: BundlesCardProps) {
  const text = useText("recommendations");
  const format = useFormat();
  const nameOf = useProductName();
  return (
    <TitledCard
      title={text("together.bundles")}
      text={text(bundles.length === 0 ? "together.bundles.none" : "together.bundles.about")}
      gap="300"
    >
      <BlockStack as="ul" gap="400">
        {bundles.map((bundle) => {
          const first = nameOf(bundle.first);
          const price = format.money({ minor: bundle.priceMinor, currency });
          return (
            <BlockStack
              as="li"
              gap="100"
              key={`${bundle.first.productId}/${bundle.second.productId}`}
            >
              <Text as="h3" fontWeight="semibold">
                {text("together.bundle", { first, second: nameOf(bundle.second) })}
              </Text>
              <Text as="p" tone="subdued">
                {text("together.bundle.facts", { price, orders: bundle.orders })}
              </Text>
              <InlineStack>
                <Button
                  disabled={isCreating}
                  accessibilityLabel={text("together.email.of", { title: first })}
                  onClick={() => onEmail(bundle)}
                >
                  {text("together.email")}
                </Button>
              </InlineStack>
            </BlockStack>
          );
        })}
      </BlockStack>
    </TitledCard>
  );
}
