import {
  BlockStack,
  Box,
  Button,
  Card,
  InlineGrid,
  Page,
  ResourceItem,
  ResourceList,
  Text,
} from "@shopify/polaris";
import { CountedAt } from "~/components/charts/counted-at";
import { EmptyMessage } from "~/components/lists/empty-message";
import { useRuleWords } from "~/components/segments/use-rule-words";
import { useFormat, useText } from "~/i18n/text-provider";
import type { SegmentsPageData as Shown } from "~/pages/segments/segment-pages.server";
import { SEGMENT_TEMPLATES } from "~/segments/templates";
import type { RuleNames } from "~/segments/words/describe-condition";
import { describeRule } from "~/segments/words/describe-rule";

export function SegmentsPage({ rows, customers, countedAt, names }: Shown) {
  const text = useText("segments");
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      primaryAction={{ content: text("create"), url: "/app/segments/new" }}
      secondaryActions={[
        { content: text("import"), url: "/app/segments/import" },
        { content: text("metafields"), url: "/app/segments/metafields" },
      ]}
    >
      <BlockStack gap="400">
        <Card padding="0">
          {rows.length === 0 ? (
            <EmptyMessage heading={text("empty.heading")} text={text("empty.text")} />
          ) : (
            <ResourceList
              resourceName={{ singular: text("list.segment"), plural: text("list.segments") }}
              items={[...rows]}
              renderItem={(row) => <Row row={row} customers={customers} names={names} />}
            />
          )}
        </Card>
        <CountedAt at={countedAt} />
        <Templates />
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

interface RowProps {
  row: Shown["rows"][number];
  customers: number;
  names: RuleNames;
}

function Row({ row, customers, names }: RowProps) {
  const text = useText("segments");
  const format = useFormat();
  const words = useRuleWords(names);
  const { segmentId, name, memberCount, isCounted, rule } = row;
  return (
    <ResourceItem id={segmentId} url={`/app/segments/${segmentId}`} accessibilityLabel={name}>
      <InlineGrid columns={{ xs: 1, sm: "1fr auto" }} gap="200">
        <BlockStack gap="050">
          <Text as="h2" fontWeight="semibold" breakWord>
            {name}
          </Text>
          <Text as="p" tone="subdued" breakWord>
            {rule === null ? text("list.fromShopify") : describeRule(rule, words)}
          </Text>
        </BlockStack>
        <Text as="p" numeric>
          {!isCounted
            ? text("counting")
            : customers === 0
              ? text("memberCount", { count: memberCount })
              : text("memberCount.share", {
                  count: memberCount,
                  share: format.rate(memberCount / customers, 0),
                })}
        </Text>
      </InlineGrid>
    </ResourceItem>
  );
}

function Templates() {
  const text = useText("segments");
  return (
    <BlockStack gap="300">
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <Text as="h2" variant="headingMd">
          {text("templates")}
        </Text>
      </Box>
      <InlineGrid columns={{ xs: 1, sm: 2, lg: 3 }} gap="300">
        {SEGMENT_TEMPLATES.map(({ key }) => (
          <Card key={key}>
            <BlockStack gap="200" inlineAlign="start">
              <Text as="h3" variant="headingSm">
                {text(`template.${key}`)}
              </Text>
              <Text as="p" tone="subdued">
                {text(`template.${key}.about`)}
              </Text>
              <Button
                url={`/app/segments/new?template=${key}`}
                accessibilityLabel={text("template.useNamed", { name: text(`template.${key}`) })}
              >
                {text("template.use")}
              </Button>
            </BlockStack>
          </Card>
        ))}
      </InlineGrid>
    </BlockStack>
  );
}
