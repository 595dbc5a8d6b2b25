import {
  BlockStack,
  Box,
  Card,
  Checkbox,
  InlineGrid,
  InlineStack,
  Select,
  SkeletonBodyText,
  Tag,
  Text,
} from "@shopify/polaris";
import { CatalogField } from "~/components/catalog-field";
import { Defined } from "~/components/charts/defined";
import { EmptyMessage } from "~/components/lists/empty-message";
import { Pager } from "~/components/lists/pager";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import { useFormat, useText } from "~/i18n/text-provider";
import { RULE_ORDERS, type RuleOrder } from "~/pages/recommendations/rule-order";
import type { BoughtTogetherProps } from "./page";
import { useProductName } from "./use-product-name";

/** The rules with their measures, with a filter and an order. */
export function RuleTable(props: BoughtTogetherProps) {
  const { shown, isLoading, pageUrl, onOrder, onProduct, onSimilar } = props;
  const text = useText("recommendations");
  const nameOf = useProductName();
  const { product, found, similar, showsSimilar } = shown;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {text("together.rules", { count: showsSimilar ? found : found - similar })}
          </Text>
          <InlineGrid columns={{ xs: 1, md: 2 }} gap="300">
            {product === null ? (
              <CatalogField
                label={text("together.filter")}
                kinds={["product"]}
                onChoose={({ id }) => onProduct(id)}
              />
            ) : (
              <InlineStack blockAlign="end">
                <Tag onRemove={() => onProduct("")}>{nameOf(product)}</Tag>
              </InlineStack>
            )}
            <Select
              label={text("together.order")}
              options={RULE_ORDERS.map((value) => ({
                value,
                label: text(`together.order.${value}`),
              }))}
              value={shown.order}
              onChange={(order) => onOrder(order as RuleOrder)}
            />
          </InlineGrid>
          {similar > 0 && (
            <Checkbox
              label={text("together.similar", { count: similar })}
              helpText={text("together.similar.about")}
              checked={showsSimilar}
              onChange={onSimilar}
            />
          )}
        </BlockStack>
      </Box>
      {isLoading ? (
        <Box padding="400">
          <SkeletonBodyText lines={8} />
        </Box>
      ) : shown.rules.length === 0 ? (
        <EmptyMessage heading={text("together.noMatch")} text={text("together.noMatch.text")} />
      ) : (
        <Rows {...props} />
      )}
      <Pager page={shown.page} hasNext={shown.hasNext} pageUrl={pageUrl} />
    </Card>
  );
}

const MEASURES = ["confidence", "lift", "support"] as const;

/** The two products get the room that the numbers leave. */
function Rows({ shown }: BoughtTogetherProps) {
  const text = useText("recommendations");
  const format = useFormat();
  const nameOf = useProductName();
  return (
    <ScrollableTable
      increasedTableDensity
      columnContentTypes={["text", "text", "numeric", "numeric", "numeric", "numeric", "numeric"]}
      headings={[
        text("together.column.if"),
        text("together.column.then"),
        text("together.column.orders"),
        text("together.column.customers"),
        ...MEASURES.map((measure) => (
          <Defined key={measure} definition={text(`together.about.${measure}`)}>
            {text(`together.column.${measure}`)}
          </Defined>
        )),
      ]}
      rows={shown.rules.map((rule) => [
        format.list(rule.antecedents.map(nameOf)),
        nameOf(rule.consequent),
        format.count(rule.orders),
        format.count(rule.customers),
        format.rate(rule.confidence, 0),
        format.number(rule.lift, 1),
        format.rate(rule.support, 2),
      ])}
    />
  );
}
