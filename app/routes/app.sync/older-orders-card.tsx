import { Button, Card, BlockStack, Text } from "@shopify/polaris";

interface OlderOrdersCardProps {
  readonly isAsking: boolean;
  /** Why the last attempt failed; null: none or success. */
  readonly problem: string | null;
  readonly onAsk: () => void;
}

/** Shown while Shopify limits the app to sixty days of orders. */
export function OlderOrdersCard({ isAsking, problem, onAsk }: OlderOrdersCardProps) {
  return (
    <Card>
      <BlockStack gap="300" inlineAlign="start">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Orders older than 60 days
          </Text>
          <Text as="p">
            Shopify shows Kindred the orders of the 60 days before it was installed, and all that
            come after. Flows, campaigns and segments work with these. With older orders Kindred
            knows from the first day what your customers buy again, and after how long, and who has
            not been back.
          </Text>
        </BlockStack>
        {problem !== null && (
          <Text as="p" tone="critical">
            {problem}
          </Text>
        )}
        <Button loading={isAsking} onClick={onAsk}>
          Let Kindred read older orders
        </Button>
      </BlockStack>
    </Card>
  );
}
