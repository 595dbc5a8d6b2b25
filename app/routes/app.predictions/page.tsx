import { BlockStack, Box, EmptyState, Layout, Card, Page } from "@shopify/polaris";
import { TrainingCard } from "~/components/learning/training-card";
import { useFormat, useText } from "~/i18n/text-provider";
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
  isSubmitting: boolean;
  fields: FieldsCardProps;
  onTrain: () => void;
  onCancel: () => void;
}

export function PredictionsPage({ summary, run, fields, ...training }: PredictionsPageProps) {
  const { computedAt, scored } = summary;
  const text = useText("predictions");
  const format = useFormat();
  return (
    <Page
      title={text("title")}
      subtitle={
        computedAt === null
          ? text("subtitle.none")
          : text("subtitle", { count: scored, time: format.instant(computedAt) })
      }
    >
      <Layout>
        <Layout.Section variant="fullWidth">
          <TrainingCard run={run} {...training} />
        </Layout.Section>
        {computedAt === null ? (
          <Layout.Section variant="fullWidth">
            <Card>
              <EmptyState heading={text("empty.heading")} image="">
                <p>{text("empty.text")}</p>
              </EmptyState>
            </Card>
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
