import {
  Button,
  ButtonGroup,
  BlockStack,
  Card,
  InlineStack,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import type { Format } from "~/i18n/create-format";
import type { Text as TextOf } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import type { TrainingRun } from "~/jobs/training/training-run";

interface TrainingCardProps {
  run: TrainingRun | null;
  /** Whether a button was just pressed. */
  isSubmitting: boolean;
  onTrain: () => void;
  onCancel: () => void;
}

/** The training card: last run, progress, and buttons to start and cancel. */
export function TrainingCard({ run, isSubmitting, onTrain, onCancel }: TrainingCardProps) {
  const text = useText("training");
  const format = useFormat();
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <BlockStack gap="050">
            <Text as="h2" variant="headingMd">
              {text("title")}
            </Text>
            <Text as="p" tone="subdued">
              {statusOf(run, text, format)}
            </Text>
          </BlockStack>
          <ButtonGroup>
            {isInProgress(run) ? (
              <Button onClick={onCancel} disabled={isSubmitting || run.cancelRequested}>
                {text("cancel")}
              </Button>
            ) : (
              <Button onClick={onTrain} loading={isSubmitting}>
                {text("train")}
              </Button>
            )}
          </ButtonGroup>
        </InlineStack>
        {isInProgress(run) && (
          <div role="status">
            <BlockStack gap="100">
              <ProgressBar progress={Math.round(run.doneRatio * 100)} size="small" />
              <Text as="p" variant="bodySm">
                {progressOf(run, text)}
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

type Text = TextOf<"training">;

function statusOf(run: TrainingRun | null, text: Text, format: Format): string {
  if (run === null) return text("never");
  const { state, requestedBy, requestedAt, endedAt } = run;
  if (state === "queued" || state === "running") return text(requestedBy);
  return text(state, {
    time: format.instant((endedAt ?? requestedAt).toISOString()),
  });
}

function progressOf({ cancelRequested, step }: TrainingRun, text: Text): string {
  if (cancelRequested) return text("canceling");
  return step === null ? text("queued") : text(`step.${step}`);
}
