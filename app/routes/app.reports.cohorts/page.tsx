import { BlockStack, Box, Card, Page, Select } from "@shopify/polaris";
import { useState } from "react";
import { CountedAt } from "~/components/charts/counted-at";
import { HowCalculated } from "~/components/charts/how-calculated";
import { EmptyMessage } from "~/components/lists/empty-message";
import { useSaveFile } from "~/components/save-file";
import type { CohortPage } from "~/pages/reports/cohort-page.server";
import { useText } from "~/i18n/text-provider";
import { CohortTable, type CohortMeasure } from "./cohort-table";

const MEASURES = ["orderedRate", "spentMinor"] as const satisfies readonly CohortMeasure[];

/** Whether customers return, by the month of their first order. */
export function CohortsPage({ page }: { page: CohortPage }) {
  const saveFile = useSaveFile();
  const [measure, setMeasure] = useState<CohortMeasure>("orderedRate");
  const text = useText("reports");
  const isEmpty = page.cohorts.length === 0;
  return (
    <Page
      title={text("cohorts.title")}
      subtitle={text("cohorts.subtitle")}
      backAction={{ content: text("title"), url: "/app/reports" }}
      secondaryActions={[
        {
          content: text("export"),
          disabled: isEmpty,
          onAction: () => void saveFile("/app/reports/cohorts/export", "kindred-cohorts.csv"),
        },
      ]}
    >
      <Card>
        {isEmpty ? (
          <EmptyMessage heading={text("cohorts.empty.heading")} text={text("cohorts.empty.text")} />
        ) : (
          <BlockStack gap="400">
            <Select
              label={text("cohorts.measure")}
              options={MEASURES.map((value) => ({ value, label: text(`cohorts.${value}`) }))}
              value={measure}
              helpText={text(`cohorts.${measure}About`)}
              onChange={(value) => setMeasure(MEASURES.find((it) => it === value) ?? "orderedRate")}
            />
            <CohortTable page={page} measure={measure} />
            <CountedAt at={page.countedAt} isInCard />
            <HowCalculated>{text("cohorts.about")}</HowCalculated>
          </BlockStack>
        )}
      </Card>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
