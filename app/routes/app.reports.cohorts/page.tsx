import { BlockStack, Box, Card, Page, Select, Text } from "@shopify/polaris";
import { useState } from "react";
import { EmptyMessage } from "~/components/lists/empty-message";
import { saveFile } from "~/components/save-file";
import type { CohortPage } from "~/feedback/cohorts/cohort-page.server";
import { CohortTable, type CohortMeasure } from "./cohort-table";

const MEASURES: readonly {
  readonly value: CohortMeasure;
  readonly label: string;
  readonly definition: string;
}[] = [
  {
    value: "orderedRate",
    label: "Share who ordered in the month",
    definition:
      "Customers of the row who ordered at least once in that month, out of all of the row.",
  },
  {
    value: "spentMinor",
    label: "Spent so far by each customer",
    definition:
      "What all customers of the row spent up to the end of that month, after discounts and refunds, shared among them.",
  },
];

/** Whether customers return, by the month of their first order. */
export function CohortsPage({ page }: { page: CohortPage }) {
  const [measure, setMeasure] = useState<CohortMeasure>("orderedRate");
  const isEmpty = page.cohorts.length === 0;
  return (
    <Page
      title="Customers over time"
      subtitle="By the month of their first order, of the last twelve months"
      backAction={{ content: "Reports", url: "/app/reports" }}
      secondaryActions={[
        {
          content: "Export as CSV",
          disabled: isEmpty,
          onAction: () => void saveFile("/app/reports/cohorts/export", "kindred-cohorts.csv"),
        },
      ]}
    >
      <Card>
        {isEmpty ? (
          <EmptyMessage
            heading="Nobody's first order is in the last twelve months"
            text="Months appear here with the first order of a customer who is known."
          />
        ) : (
          <BlockStack gap="400">
            <Select
              label="Show"
              labelInline
              options={MEASURES.map(({ value, label }) => ({ value, label }))}
              value={measure}
              helpText={MEASURES.find((it) => it.value === measure)?.definition}
              onChange={(value) =>
                setMeasure(MEASURES.find((it) => it.value === value)?.value ?? "orderedRate")
              }
            />
            <CohortTable page={page} measure={measure} />
            <Text as="p" variant="bodySm" tone="subdued">
              Read a row from left to right: how one month&rsquo;s new customers went on. Read a
              column from top to bottom: whether newer customers come back more often than older
              ones did. The last number of each row is of the month that runs now.
            </Text>
          </BlockStack>
        )}
      </Card>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
