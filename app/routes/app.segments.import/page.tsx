import { Banner, BlockStack, Box, Button, Card, InlineGrid, Page, Text } from "@shopify/polaris";
import { EmptyMessage } from "~/components/lists/empty-message";
import { describeListReason } from "~/components/segments/describe-list-reason";
import { useRuleWords } from "~/components/segments/use-rule-words";
import { useText } from "~/i18n/text-provider";
import type { RuleNames } from "~/segments/words/describe-condition";
import { describeRule } from "~/segments/words/describe-rule";
import type { OfferedSegment } from "~/segments/shopify/shopify-segments.server";

interface ImportPageProps {
  readonly listed:
    | { readonly kind: "listed"; readonly rows: readonly OfferedSegment[] }
    | { readonly kind: "unreachable" };
  /** The segment being imported; null: none. */
  readonly importing: string | null;
  /** Whether the last one to import was deleted in Shopify. */
  readonly isGone: boolean;
  readonly onImport: (shopifySegmentId: string) => void;
}

export function ImportPage({ listed, isGone, ...rest }: ImportPageProps) {
  const text = useText("segments");
  return (
    <Page
      narrowWidth
      title={text("import")}
      subtitle={text("import.text")}
      backAction={{ content: text("title"), url: "/app/segments" }}
    >
      <BlockStack gap="400">
        {isGone && <Banner tone="critical" title={text("import.gone")} />}
        {listed.kind === "unreachable" ? (
          <Banner tone="warning" title={text("import.unreachable.title")}>
            {text("import.unreachable.text")}
          </Banner>
        ) : listed.rows.length === 0 ? (
          <Card padding="0">
            <EmptyMessage
              heading={text("import.empty.heading")}
              text={text("import.empty.text")}
              action={{ content: text("create"), url: "/app/segments/new" }}
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

/** Queries of Shopify contain no products and no other segments. */
const NO_NAMES: RuleNames = { currency: "USD", values: {}, segments: {}, metafields: {} };

function Offered({
  row: { shopifySegmentId, name, query, segmentId, rule, because },
  importing,
  onImport,
}: Pick<ImportPageProps, "importing" | "onImport"> & { row: OfferedSegment }) {
  const text = useText("segments");
  const words = useRuleWords(NO_NAMES);
  return (
    <Card>
      <InlineGrid columns={{ xs: 1, sm: "1fr auto" }} gap="300" alignItems="center">
        <BlockStack gap="100">
          <Text as="h2" variant="headingSm" breakWord>
            {name}
          </Text>
          <Text as="p" breakWord>
            {rule === null
              ? text("import.asList")
              : text("import.asRule", { rule: describeRule(rule, words) })}
          </Text>
          {because !== null && (
            <Text as="p" tone="subdued" breakWord>
              {describeListReason(because, text)}
            </Text>
          )}
          <Text as="p" tone="subdued" variant="bodySm" breakWord>
            {query === "" ? text("shopify.allCustomers") : text("shopify.query", { query })}
          </Text>
        </BlockStack>
        {segmentId === null ? (
          <Button
            accessibilityLabel={text("import.importNamed", { name })}
            loading={importing === shopifySegmentId}
            disabled={importing !== null}
            onClick={() => onImport(shopifySegmentId)}
          >
            {text("import.import")}
          </Button>
        ) : (
          <Button
            variant="plain"
            accessibilityLabel={text("import.viewNamed", { name })}
            url={`/app/segments/${segmentId}`}
          >
            {text("import.view")}
          </Button>
        )}
      </InlineGrid>
    </Card>
  );
}
