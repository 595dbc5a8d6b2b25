import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import { liftWords } from "~/components/lift-words";
import type { Report } from "~/feedback/reports/report.server";

/** What the numbers above cannot say: how much of it would have come without mails. */
export function LiftSummaryCard({ lift }: { lift: Report["lift"] }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          How much of it is new
        </Text>
        <Text as="p">
          Credit says which mail came before an order. Only people who were left alone at random
          show what would have happened without mails.
        </Text>
        <Text as="p">{lift.countedAt === null ? "Not counted yet." : liftWords(lift.overall)}</Text>
        <Text as="p">
          <Link url="/app">See each flow on the home page</Link>
        </Text>
      </BlockStack>
    </Card>
  );
}
