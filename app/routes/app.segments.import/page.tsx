import { Banner, BlockStack, Box, Button, Card, InlineGrid, Page, Text } from "@shopify/polaris";
import { EmptyMessage } from "~/components/lists/empty-message";
import type { OfferedSegment } from "~/segments/shopify/shopify-segments.server";

interface ImportPageProps {
  readonly listed:
    | { readonly kind: "listed"; readonly rows: readonly OfferedSegment[] }
    | { readonly kind: "unreachable" };
  /** The segment being imported; null: none. */
  readonly importing: string | null;
  readonly error: string | null;
  readonly onImport: (shopifySegmentId: string) => void;
}

export function ImportPage({ listed, error, ...rest }: ImportPageProps) {
  return (
    <Page
      narrowWidth
      title="Segments in Shopify"
      subtitle="Where a rule here finds exactly the same customers, you get the rule, to change as you like. Where none does, you get the customers, read again at Shopify once a day."
      backAction={{ content: "Segments", url: "/app/segments" }}
    >
      <BlockStack gap="400">
        {error !== null && <Banner tone="critical" title={error} />}
        {listed.kind === "unreachable" ? (
          <Banner tone="warning" title="Shopify could not be asked just now">
            Try again in a minute. Nothing was changed.
          </Banner>
        ) : listed.rows.length === 0 ? (
          <Card padding="0">
            <EmptyMessage
              heading="No segments in Shopify"
              text="Segments that you make under Customers in Shopify can be taken over here."
              action={{ content: "Make one here", url: "/app/segments/new" }}
            />
          </Card>
        ) : (
          listed.rows.map((row) => <Offered key={row.shopifySegmentId} row={row} {...rest} />)
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Offered({
  row: { shopifySegmentId, name, query, segmentId, words, because },
  importing,
  onImport,
}: Pick<ImportPageProps, "importing" | "onImport"> & { row: OfferedSegment }) {
  return (
    <Card>
      <InlineGrid columns={{ xs: 1, sm: "1fr auto" }} gap="300" alignItems="center">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm" breakWord>
            {name}
          </Text>
          <Text as="p" breakWord>
            {words === null ? "As a list, read again once a day" : `As a rule: ${words}`}
          </Text>
          {because !== null && (
            <Text as="p" tone="subdued" breakWord>
              {because}
            </Text>
          )}
          <Text as="p" tone="subdued" variant="bodySm" breakWord>
            {query === "" ? "In Shopify: all customers" : `In Shopify: ${query}`}
          </Text>
        </BlockStack>
        {segmentId === null ? (
          <Button
            accessibilityLabel={`Import ${name}`}
            loading={importing === shopifySegmentId}
            disabled={importing !== null}
            onClick={() => onImport(shopifySegmentId)}
          >
            Import
          </Button>
        ) : (
          <Button variant="plain" url={`/app/segments/${segmentId}`}>
            {`Imported: open ${name}`}
          </Button>
        )}
      </InlineGrid>
    </Card>
  );
}
