import { BlockStack, InlineGrid, Text, Thumbnail } from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import { describePickReason } from "~/components/recommendations/describe-pick-reason";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CustomerPick } from "~/pages/customers/customer-picks.server";

interface PicksCardProps {
  picks: readonly CustomerPick[];
  currency: string;
}

/** The customer's current recommendations. */
export function PicksCard({ picks, currency }: PicksCardProps) {
  const text = useText("customers");
  const recommendations = useText("recommendations");
  const format = useFormat();
  return (
    <TitledCard title={text("picks.title")} text={text("picks.text")}>
      {picks.length === 0 && <Text as="p">{text("picks.none")}</Text>}
      <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
        {picks.map((pick) => (
          <InlineGrid key={pick.productId} columns="60px 1fr" gap="300" alignItems="start">
            <Thumbnail source={pick.imageUrl ?? ImageIcon} alt="" size="medium" />
            <BlockStack gap="050">
              <Text as="h3" fontWeight="semibold">
                {pick.title}
              </Text>
              <Text as="p">{format.money({ minor: pick.priceMinor, currency })}</Text>
              <Text as="p" variant="bodySm" tone="subdued">
                {describePickReason(pick.reason, recommendations)}
              </Text>
            </BlockStack>
          </InlineGrid>
        ))}
      </InlineGrid>
    </TitledCard>
  );
}
