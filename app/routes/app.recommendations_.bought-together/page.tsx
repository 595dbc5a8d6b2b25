import { Banner, BlockStack, Box, Card, Layout, Page, Text } from "@shopify/polaris";
import { HowCalculated } from "~/components/charts/how-calculated";
import { EmptyMessage } from "~/components/lists/empty-message";
import { useText } from "~/i18n/text-provider";
import type {
  BoughtTogetherData,
  SuggestedBundle,
} from "~/pages/recommendations/bought-together.server";
import type { RuleOrder } from "~/pages/recommendations/rule-order";
import { BundlesCard } from "./bundles-card";
import { RuleTable } from "./rule-table";
import { SurestRules } from "./surest-rules";

export interface BoughtTogetherProps {
  shown: BoughtTogetherData;
  isLoading: boolean;
  isCreating: boolean;
  /** Whether the campaign could not be created. */
  hasFailed: boolean;
  pageUrl: (page: number) => string;
  onOrder: (order: RuleOrder) => void;
  /** @param productId `""` for all products */
  onProduct: (productId: string) => void;
  /** @param isShown whether rules of similar products are listed */
  onSimilar: (isShown: boolean) => void;
  onExport: () => void;
  onEmail: (bundle: SuggestedBundle) => void;
}

/** Which products customers buy in one order: the shop's association rules. */
export function BoughtTogetherPage(props: BoughtTogetherProps) {
  const { shown, isCreating, hasFailed, onExport, onEmail } = props;
  const { mined, bundles, currency } = shown;
  const text = useText("recommendations");
  const hasRules = mined !== null && mined.rules > 0;
  return (
    <Page
      title={text("together.title")}
      subtitle={text("together.subtitle")}
      backAction={{ content: text("title"), url: "/app/recommendations" }}
      {...(hasRules && {
        secondaryActions: [{ content: text("together.export"), onAction: onExport }],
      })}
    >
      {hasRules ? (
        <Layout>
          {hasFailed && (
            <Layout.Section variant="fullWidth">
              <Banner tone="critical" title={text("together.failed")} />
            </Layout.Section>
          )}
          <Layout.Section variant="oneHalf">
            <SurestRules rules={shown.rules} />
          </Layout.Section>
          <Layout.Section variant="oneHalf">
            <BundlesCard
              bundles={bundles}
              currency={currency}
              isCreating={isCreating}
              onEmail={onEmail}
            />
          </Layout.Section>
          <Layout.Section variant="fullWidth">
            <BlockStack gap="400">
              <RuleTable {...props} />
              <Card>
                <HowCalculated>
                  <Text as="p" tone="subdued">
                    {text("together.how", { orders: mined.orders, minOrders: mined.minOrders })}
                  </Text>
                  <Text as="p" tone="subdued">
                    {text("together.how.columns")}
                  </Text>
                </HowCalculated>
              </Card>
            </BlockStack>
          </Layout.Section>
        </Layout>
      ) : (
        <Card>
          <EmptyMessage
            heading={text(mined === null ? "together.untrained" : "together.empty")}
            text={text(mined === null ? "together.untrained.text" : "together.empty.text")}
          />
        </Card>
      )}
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
