import { Banner, Card, InlineStack, Page, Spinner, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";

/** Shown while Shopify loads the segment, or when it has no such segment. */
export function ToSegmentPage({ isGone }: { readonly isGone: boolean }) {
  const text = useText("campaigns");
  return (
    <Page
      narrowWidth
      title={text("toSegment.title")}
      backAction={{ content: text("title"), url: "/app/campaigns" }}
    >
      {!isGone ? (
        <Card>
          <InlineStack gap="300" blockAlign="center" wrap={false}>
            <Spinner size="small" accessibilityLabel={text("toSegment.loading")} />
            <Text as="p">{text("toSegment.loading")}</Text>
          </InlineStack>
        </Card>
      ) : (
        <Banner
          tone="critical"
          title={text("toSegment.gone")}
          action={{ content: text("toSegment.gone.action"), url: "/app/segments/import" }}
        >
          {text("toSegment.gone.text")}
        </Banner>
      )}
    </Page>
  );
}
