import { BlockStack, Box, EmptyState, Layout, Card, Page } from "@shopify/polaris";
import { formatCounted, formatInstant } from "~/components/formats";
import { TrainingCard } from "~/components/learning/training-card";
import type { TrainingRun } from "~/jobs/training/training-run";
import type { PredictionsSummary } from "~/predictions/predictions-summary";
import { DistributionsCard } from "./distributions-card";
import { FieldsCard, type FieldsCardProps } from "./fields-card";
import { GradesCard } from "./grades-card";
import { GroupsCard } from "./groups-card";
import { IntentCard } from "./intent-card";
import { PredictionModelsCard } from "./models-card";
import { ReasonsCard } from "./reasons-card";

interface PredictionsPageProps {
  summary: PredictionsSummary;
  run: TrainingRun | null;
  isAsking: boolean;
  fields: FieldsCardProps;
  onTrain: () => void;
  onCancel: () => void;
}

export function PredictionsPage({ summary, run, fields, ...training }: PredictionsPageProps) {
  const { computedAt, scored, timeZone } = summary;
  return (
    <Page
      title="Predictions"
      subtitle={
        computedAt === null
          ? "What your customers are likely to do next"
          : `${formatCounted(scored, "customer")}, as of ${formatInstant(computedAt, timeZone)}`
      }
    >
      <Layout>
        <Layout.Section variant="fullWidth">
          <TrainingCard run={run} {...training} />
        </Layout.Section>
        {computedAt === null ? (
          <Layout.Section variant="fullWidth">
            <NothingYet />
          </Layout.Section>
        ) : (
          <>
            <Layout.Section>
              <BlockStack gap="400">
                <GroupsCard summary={summary} />
                <DistributionsCard summary={summary} />
                <IntentCard summary={summary} />
                <ReasonsCard summary={summary} />
              </BlockStack>
            </Layout.Section>
            <Layout.Section variant="oneThird">
              <BlockStack gap="400">
                <GradesCard summary={summary} />
                <PredictionModelsCard summary={summary} />
                <FieldsCard {...fields} />
              </BlockStack>
            </Layout.Section>
          </>
        )}
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function NothingYet() {
  return (
    <Card>
      <EmptyState heading="No predictions yet" image="">
        <p>
          Kindred reads your past orders first, and learns from them the same night. Customers of
          whom little is known get what is usual in your shop, and are marked so.
        </p>
      </EmptyState>
    </Card>
  );
}
