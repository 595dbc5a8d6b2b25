import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { formatCounted, formatCount } from "~/components/formats";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import { useText } from "~/i18n/text-provider";
import type { FlowPageData } from "~/flows/flow-page.server";
import { SUMMARY_DAYS } from "~/flows/flow-summary";

/** Current and former enrollments, with end reasons and versions. */
export function EnrollmentsCard({ flow, onMove }: { flow: FlowPageData; onMove: () => void }) {
  const delivery = useText("delivery");
  const rows = [
    ["In the flow now", flow.enrollments.active],
    ["Reached the end", flow.enrollments.completed],
    ["Left alone, to measure", flow.enrollments.holdout],
    ...flow.exits.map(
      ({ reason, count }) => [describeSkipReason(reason, delivery), count] as const,
    ),
  ] as const;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          People
        </Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {`In the flow now, and what became of those who began in the last ${SUMMARY_DAYS} days. The numbers at each email are of the same days.`}
        </Text>
        <BlockStack as="ul" gap="100">
          {rows.map(([words, count]) => (
            <InlineStack as="li" key={words} align="space-between" gap="200" wrap={false}>
              <Text as="span">{words}</Text>
              <Text as="span" numeric>
                {formatCount(count)}
              </Text>
            </InlineStack>
          ))}
        </BlockStack>
        <Text as="p" variant="bodySm" tone="subdued">
          {`This is version ${flow.version}. A change is saved as version ${flow.version + 1}: people already in the flow keep the version they started on.`}
          {flow.earlier.people > 0 &&
            ` ${formatCounted(flow.earlier.people, "person is", "people are")} on an earlier one.`}
        </Text>
        {flow.isMoving ? (
          <div role="status">
            <Text as="p">They are being moved to this version.</Text>
          </div>
        ) : (
          flow.earlier.people > 0 && (
            <InlineStack align="start">
              <Button onClick={onMove}>Move them to this version</Button>
            </InlineStack>
          )
        )}
      </BlockStack>
    </Card>
  );
}
