import { Banner, Card, InlineStack, Page, Spinner, Text } from "@shopify/polaris";

/** Shown while Shopify loads the segment, or with the reason of a failure. */
export function ToSegmentPage({ error }: { readonly error: string | null }) {
  return (
    <Page
      narrowWidth
      title="Email a segment"
      backAction={{ content: "Campaigns", url: "/app/campaigns" }}
    >
      {error === null ? (
        <Card>
          <InlineStack gap="300" blockAlign="center" wrap={false}>
            <Spinner size="small" accessibilityLabel="Under way" />
            <Text as="p">Taking the segment over from Shopify, and beginning a draft to it…</Text>
          </InlineStack>
        </Card>
      ) : (
        <Banner
          tone="critical"
          title={error}
          action={{ content: "Choose another", url: "/app/segments/import" }}
        >
          No campaign was begun.
        </Banner>
      )}
    </Page>
  );
}
