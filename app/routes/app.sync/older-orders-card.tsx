import { Button, Card, BlockStack, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";

interface OlderOrdersCardProps {
  readonly isRequesting: boolean;
  /** Why the last attempt failed; null: none or success. */
  readonly problem: "declined" | "failed" | null;
  readonly onRequest: () => void;
}

/** Shown while Shopify limits the app to sixty days of orders. */
export function OlderOrdersCard({ isRequesting, problem, onRequest }: OlderOrdersCardProps) {
  const text = useText("sync");
  return (
    <Card>
      <BlockStack gap="300" inlineAlign="start">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {text("older.title")}
          </Text>
          <Text as="p">{text("older.text")}</Text>
        </BlockStack>
        {problem !== null && (
          <Text as="p" tone="critical">
            {text(`older.${problem}`)}
          </Text>
        )}
        <Button loading={isRequesting} onClick={onRequest}>
          {text("older.action")}
        </Button>
      </BlockStack>
    </Card>
  );
}
