import { BlockStack, Box, EmptyState, Layout, Card, Page } from "@shopify/polaris";
import { CountedAt } from "~/components/charts/counted-at";
import { PageTabs } from "~/components/lists/page-tabs";
import { TrainingCard } from "~/components/learning/training-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { TrainingRun } from "~/jobs/training/training-run";
import type { PredictionsSummary } from "~/predictions/predictions-summary";
import { AudiencesCard, type AudiencesCardProps } from "./audiences-card";
import { ComparisonsCard, type ComparisonsCardProps } from "./comparisons-card";
import { DistributionsCard } from "./distributions-card";
import { FieldsCard, type FieldsCardProps } from "./fields-card";
import { GradesCard } from "./grades-card";
import { GroupsCard } from "./groups-card";
import { IntentCard } from "./intent-card";
import { PredictionModelsCard } from "./models-card";
import { ReasonsCard } from "./reasons-card";
import { SharingCard, type SharingCardProps } from "./sharing-card";

/** What the merchant can do comes first; how good the models are, later. */
export const PREDICTION_TABS = ["customers", "orders", "accuracy", "fields"] as const;
type Tab = (typeof PREDICTION_TABS)[number];

interface PredictionsPageProps {
  summary: PredictionsSummary;
  run: TrainingRun | null;
  isSubmitting: boolean;
  fields: FieldsCardProps;
  audiences: Omit<AudiencesCardProps, "currency">;
  comparisons: Omit<ComparisonsCardProps, "isOn">;
  sharing: SharingCardProps;
  onTrain: () => void;
  onCancel: () => void;
  tab: Tab;
  onTab: (tab: Tab) => void;
}

export function PredictionsPage(props: PredictionsPageProps) {
  const { summary, run, fields, audiences, comparisons, sharing, tab, onTab, ...training } = props;
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
      {computedAt === null ? (
        <BlockStack gap="400">
          <TrainingCard run={run} {...training} />
          <SharingCard {...sharing} />
          <Card>
            <EmptyState heading={text("empty.heading")} image="">
              <p>{text("empty.text")}</p>
            </EmptyState>
          </Card>
        </BlockStack>
      ) : (
        <PageTabs
          tabs={PREDICTION_TABS.map((id) => ({ id, title: text(`tab.${id}`) }))}
          open={tab}
          onOpen={onTab}
        >
          {tab === "customers" && (
            <BlockStack gap="400">
              <AudiencesCard {...audiences} currency={summary.currency} />
              <GroupsCard summary={summary} />
              <DistributionsCard summary={summary} />
              <CountedAt at={summary.countedAt} />
            </BlockStack>
          )}
          {tab === "orders" && (
            <BlockStack gap="400">
              <IntentCard summary={summary} />
              <ReasonsCard summary={summary} />
            </BlockStack>
          )}
          {tab === "accuracy" && (
            <Layout>
              <Layout.Section variant="fullWidth">
                <TrainingCard run={run} {...training} />
              </Layout.Section>
              <Layout.Section>
                <PredictionModelsCard summary={summary} />
              </Layout.Section>
              <Layout.Section variant="oneThird">
                <BlockStack gap="400">
                  <GradesCard summary={summary} />
                  <CountedAt at={summary.countedAt} />
                  <ComparisonsCard {...comparisons} isOn={summary.areMethodsCompared} />
                  <SharingCard {...sharing} />
                </BlockStack>
              </Layout.Section>
            </Layout>
          )}
          {tab === "fields" && <FieldsCard {...fields} />}
        </PageTabs>
      )}
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
