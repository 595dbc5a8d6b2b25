import { BlockStack, Card, InlineGrid, Text, Thumbnail } from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import { formatMoney } from "~/lib/money";
import type { CustomerPick } from "~/recommendations/customer-picks.server";

interface PicksCardProps {
  picks: readonly CustomerPick[];
  currency: string;
}

/** The customer's current recommendations. */
export function PicksCard({ picks, currency }: PicksCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Recommended now
          </Text>
          <Text as="p" tone="subdued">
            Products the customer has not bought, with what speaks for each.
          </Text>
        </BlockStack>
        {picks.length === 0 && (
          <Text as="p">
            Nothing can be recommended: no product is published, in stock and new to them.
          </Text>
        )}
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          {picks.map((pick) => (
            <InlineGrid key={pick.productId} columns="60px 1fr" gap="300" alignItems="start">
              <Thumbnail source={pick.imageUrl ?? ImageIcon} alt="" size="medium" />
              <BlockStack gap="050">
                <Text as="h3" fontWeight="semibold">
                  {pick.title}
                </Text>
                <Text as="p">{formatMoney({ minor: pick.priceMinor, currency })}</Text>
                <Text as="p" variant="bodySm" tone="subdued">
                  {pick.reason}
                </Text>
              </BlockStack>
            </InlineGrid>
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}
