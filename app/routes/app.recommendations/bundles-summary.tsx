import { BlockStack, Button, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { RecommendationsPageData } from "~/pages/recommendations/recommendations-page.server";

type BundlesSummaryProps = Pick<RecommendationsPageData, "bundles" | "currency">;

/** The first bundles, and the way to all products that are bought together. */
export function BundlesSummary({ bundles, currency }: BundlesSummaryProps) {
  const text = useText("recommendations");
  const format = useFormat();
  const nameOf = ({ title, productId }: (typeof bundles)[number]["first"]) => title ?? productId;
  return (
    <TitledCard
      title={text("together.bundles")}
      text={text(bundles.length === 0 ? "together.bundles.none" : "together.bundles.about")}
      gap="300"
    >
      {bundles.length > 0 && (
        <BlockStack as="ul" gap="300">
          {bundles.map(({ first, second, priceMinor, orders }) => (
            <BlockStack as="li" gap="050" key={`${first.productId}/${second.productId}`}>
              <Text as="h3" fontWeight="semibold">
                {text("together.bundle", { first: nameOf(first), second: nameOf(second) })}
              </Text>
              <Text as="p" tone="subdued">
                {text("together.bundle.facts", {
                  price: format.money({ minor: priceMinor, currency }),
                  orders,
                })}
              </Text>
            </BlockStack>
          ))}
        </BlockStack>
      )}
      <div>
        <Button url="/app/recommendations/bought-together">{text("together.open")}</Button>
      </div>
    </TitledCard>
  );
}
