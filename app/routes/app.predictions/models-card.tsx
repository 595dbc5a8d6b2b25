import { Badge, BlockStack, Box, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { formatCounted, formatDay } from "~/components/formats";
import type { PredictionsSummary, ShownModel } from "~/predictions/predictions-summary";
import { CandidatesTable } from "./candidates-table";

/** Every model with its back-test table. */
export function PredictionModelsCard({ summary }: { summary: PredictionsSummary }) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            How each model did
          </Text>
          <Text as="p" tone="subdued">
            Before a model is used it is tried on your last weeks beside simpler ones. A newer one
            that does worse is not put to use.
          </Text>
        </BlockStack>
        {summary.models.map((model, i) => (
          <Fragment key={model.kind}>
            {i > 0 && <Divider />}
            <Model model={model} summary={summary} />
          </Fragment>
        ))}
      </BlockStack>
    </Card>
  );
}

interface ModelProps {
  model: ShownModel;
  summary: PredictionsSummary;
}

function Model({ model, summary: { timeZone, metricWords } }: ModelProps) {
  const { title, source, verdict, window, measuredOn, candidates, retainedBecause, trainedAt } =
    model;
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" gap="200">
        <Text as="h3" variant="headingSm">
          {title}
        </Text>
        {source === "shop" ? (
          <Badge tone="success">Learned from your orders</Badge>
        ) : (
          <Badge>Usual values until then</Badge>
        )}
      </InlineStack>
      <Text as="p">{verdict}</Text>
      {retainedBecause !== null && <Text as="p">{retainedBecause}</Text>}
      <Text as="p" variant="bodySm" tone="subdued">
        {[
          trainedAt !== null && `Learned on ${formatDay(trainedAt, timeZone)}`,
          window !== null &&
            `tried on ${formatCounted(measuredOn, "customer")} over ${formatCounted(window.days, "day")} from ${formatDay(window.from, timeZone)}`,
        ]
          .filter(Boolean)
          .join(", ")}
      </Text>
      {candidates.length > 0 && (
        <Box>
          <details>
            <summary>{`Compare ${formatCounted(candidates.length, "model")}`}</summary>
            <CandidatesTable candidates={candidates} metricWords={metricWords} />
          </details>
        </Box>
      )}
    </BlockStack>
  );
}
