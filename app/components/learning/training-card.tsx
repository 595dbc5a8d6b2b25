import {
  Button,
  ButtonGroup,
  BlockStack,
  Card,
  InlineStack,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { formatInstant } from "../formats";
import type { TrainingRun } from "~/jobs/training/training-run";

interface TrainingCardProps {
  run: TrainingRun | null;
  timeZone: string;
  /** Whether a button was just pressed. */
  isAsking: boolean;
  onTrain: () => void;
  onCancel: () => void;
}

/** The training card: last run, progress, and buttons to start and cancel. */
export function TrainingCard({ run, timeZone, isAsking, onTrain, onCancel }: TrainingCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <BlockStack gap="050">
            <Text as="h2" variant="headingMd">
              Learning
            </Text>
            <Text as="p" tone="subdued">
              {runWords(run, timeZone)}
            </Text>
          </BlockStack>
          <ButtonGroup>
            {isInProgress(run) ? (
              <Button onClick={onCancel} disabled={isAsking || run.cancelRequested}>
                Cancel
              </Button>
            ) : (
              <Button onClick={onTrain} loading={isAsking}>
                Train now
              </Button>
            )}
          </ButtonGroup>
        </InlineStack>
        {isInProgress(run) && (
          <div role="status">
            <BlockStack gap="100">
              <ProgressBar progress={Math.round(run.doneRatio * 100)} size="small" />
              <Text as="p" variant="bodySm">
                {run.cancelRequested ? "Canceling" : run.step || "Waiting for its turn"}
              </Text>
            </BlockStack>
          </div>
        )}
      </BlockStack>
    </Card>
  );
}

/** Whether it is queued or running. */
export function isInProgress(run: TrainingRun | null): run is TrainingRun {
  return run?.state === "queued" || run?.state === "running";
}

function runWords(run: TrainingRun | null, timeZone: string): string {
  if (run === null) return "Each night Kindred learns from what happened during the day.";
  const { state, endedAt, message } = run;
  const ended = endedAt === null ? "" : ` on ${formatInstant(endedAt.toISOString(), timeZone)}`;
  switch (state) {
    case "queued":
    case "running":
      return run.requestedBy === "merchant" ? "You asked for it." : "The nightly run.";
    case "done":
      return `Last learned${ended}. ${message ?? "It learns again each night."}`;
    case "failed":
      return `The last run failed${ended}: ${message ?? "the reason is not known."} What was learned before is still in use.`;
    case "canceled":
      return message ?? `Canceled${ended}.`;
  }
}
