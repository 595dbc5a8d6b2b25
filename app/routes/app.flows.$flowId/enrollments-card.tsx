import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import { useFormat, useText } from "~/i18n/text-provider";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import { SUMMARY_DAYS } from "~/pages/flows/flow-summary";

/** Current and former enrollments, with end reasons and versions. */
export function EnrollmentsCard({ flow, onMove }: { flow: FlowPageData; onMove: () => void }) {
  const text = useText("flow-editor");
  const delivery = useText("delivery");
  const format = useFormat();
  const rows = [
    [text("customers.active"), flow.enrollments.active],
    [text("customers.completed"), flow.enrollments.completed],
    [text("customers.holdout"), flow.enrollments.holdout],
    ...flow.exits.map(
      ({ reason, count }) => [describeSkipReason(reason, delivery), count] as const,
    ),
  ] as const;
  return (
    <TitledCard title={text("customers.title")} gap="300">
      <Text as="p" variant="bodySm" tone="subdued">
        {text("customers.text", { days: SUMMARY_DAYS })}
      </Text>
      <BlockStack as="ul" gap="100">
        {rows.map(([words, count]) => (
          <InlineStack as="li" key={words} align="space-between" gap="200" wrap={false}>
            <Text as="span">{words}</Text>
            <Text as="span" numeric>
              {format.count(count)}
            </Text>
          </InlineStack>
        ))}
      </BlockStack>
      {flow.earlier.people > 0 && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text("customers.earlier", { count: flow.earlier.people })}
        </Text>
      )}
      {flow.isMoving ? (
        <div role="status">
          <Text as="p">{text("customers.moving")}</Text>
        </div>
      ) : (
        flow.earlier.people > 0 && (
          <InlineStack align="start">
            <Button onClick={onMove}>{text("customers.move")}</Button>
          </InlineStack>
        )
      )}
    </TitledCard>
  );
}
