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
import { formatCounted, formatRate } from "~/components/formats";
import { EmptyMessage } from "~/components/lists/empty-message";
import type { SegmentsPageData as Shown } from "~/segments/editing/segment-pages.server";
import { SEGMENT_TEMPLATES } from "~/segments/templates";

export function SegmentsPage({ rows, customers }: Shown) {
  return (
    <Page
      title="Segments"
      subtitle="Groups of customers that keep themselves up to date"
      primaryAction={{ content: "New segment", url: "/app/segments/new" }}
      secondaryActions={[{ content: "Import from Shopify", url: "/app/segments/import" }]}
    >
      <BlockStack gap="400">
        <Card padding="0">
          {rows.length === 0 ? (
            <EmptyMessage
              heading="Say whom you mean"
              text="A segment is a rule, such as “ordered twice, but not for 120 days”. Customers join and leave by themselves within seconds of what they do. Flows and campaigns can then speak to just them. Begin with one of the templates below."
            />
          ) : (
            <ResourceList
              resourceName={{ singular: "segment", plural: "segments" }}
              items={[...rows]}
              renderItem={(row) => <Row row={row} customers={customers} />}
            />
          )}
        </Card>
        <Templates />
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Row({ row, customers }: { row: Shown["rows"][number]; customers: number }) {
  const { segmentId, name, memberCount, isCounted, words } = row;
  const share = customers === 0 ? "" : ` · ${formatRate(memberCount / customers, 0)}`;
  return (
    <ResourceItem id={segmentId} url={`/app/segments/${segmentId}`} accessibilityLabel={name}>
      <InlineGrid columns={{ xs: 1, sm: "1fr auto" }} gap="200">
        <BlockStack gap="050">
          <Text as="h2" fontWeight="semibold" breakWord>
            {name}
          </Text>
          <Text as="p" tone="subdued" breakWord>
            {words ?? "Members as in Shopify, read once a day"}
          </Text>
        </BlockStack>
        <Text as="p" numeric>
          {isCounted ? `${formatCounted(memberCount, "member")}${share}` : "Counting"}
        </Text>
      </InlineGrid>
    </ResourceItem>
  );
}

function Templates() {
  return (
    <BlockStack gap="300">
      <Box paddingInline={{ xs: "400", sm: "0" }}>
        <Text as="h2" variant="headingMd">
          Begin with a template
        </Text>
      </Box>
      <InlineGrid columns={{ xs: 1, sm: 2, lg: 3 }} gap="300">
        {SEGMENT_TEMPLATES.map(({ key, name, about }) => (
          <Card key={key}>
            <BlockStack gap="200" inlineAlign="start">
              <Text as="h3" variant="headingSm">
                {name}
              </Text>
              <Text as="p" tone="subdued">
                {about}
              </Text>
              <Button
                url={`/app/segments/new?template=${key}`}
                accessibilityLabel={`Use the template ${name}`}
              >
                Use it
              </Button>
            </BlockStack>
          </Card>
        ))}
      </InlineGrid>
    </BlockStack>
  );
}
