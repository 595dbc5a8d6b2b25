import { Banner, BlockStack, Box, Card, InlineStack, Page, Select } from "@shopify/polaris";
import { saveFile } from "~/components/save-file";
import { EmptyMessage } from "~/components/lists/empty-message";
import {
  REPORT_GROUPS,
  reportUrl,
  type ReportFilter,
  type ReportGroup,
} from "~/feedback/reports/report-range";
import type { Report } from "~/feedback/reports/report.server";
import { EffectCard } from "./effect-card";
import { OverviewCard } from "./overview-card";
import { PeriodField } from "./period-field";
import { PlacesTable } from "./places-table";
import { ReportTable } from "./report-table";
import { TimeSeriesCard } from "./time-card";

interface ReportsPageProps {
  report: Report;
  onFilter: (filter: ReportFilter) => void;
}

const GROUP_WORDS: Readonly<Record<ReportGroup, string>> = {
  flow: "Flow",
  email: "Email of a flow",
  version: "Version of a flow's email",
  campaign: "Campaign",
  template: "Version of a template",
  segment: "Segment",
  day: "Day of sending",
  place: "Place of a product",
};

/** The results of a period's emails, grouped by the chosen dimension. */
export function ReportsPage({ report, onFilter }: ReportsPageProps) {
  const { filter, totals, isRollupDue } = report;
  const isEmpty = totals.sent === 0;
  return (
    <Page
      title="Reports"
      subtitle="What came of the emails sent in this time, whenever it came"
      secondaryActions={[
        { content: "Customers over time", url: "/app/reports/cohorts" },
        {
          content: "Export as CSV",
          disabled: isEmpty,
          onAction: () =>
            void saveFile(reportUrl("/app/reports/export", filter), `kindred-${filter.group}.csv`),
        },
      ]}
    >
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <InlineStack gap="300">
            <PeriodField
              period={filter.period}
              today={report.today}
              onChange={(period) => onFilter({ ...filter, period })}
            />
            <Select
              label="By"
              labelInline
              options={REPORT_GROUPS.map((group) => ({ label: GROUP_WORDS[group], value: group }))}
              value={filter.group}
              onChange={(value) =>
                onFilter({
                  ...filter,
                  group: REPORT_GROUPS.find((group) => group === value) ?? "flow",
                })
              }
            />
          </InlineStack>
        </Box>
        {isRollupDue && (
          <Banner tone="info">
            New clicks and orders are being counted. They show in a minute.
          </Banner>
        )}
        {isEmpty ? <NothingSent /> : <Filled report={report} heading={GROUP_WORDS[filter.group]} />}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Filled({ report, heading }: { report: Report; heading: string }) {
  return (
    <>
      <OverviewCard report={report} />
      <TimeSeriesCard report={report} />
      {report.filter.group === "place" ? (
        <PlacesTable report={report} />
      ) : (
        <ReportTable report={report} heading={heading} />
      )}
      <EffectCard report={report} />
    </>
  );
}

function NothingSent() {
  return (
    <Card>
      <EmptyMessage
        heading="No email was sent in this time"
        text="Numbers appear as soon as a flow that is on has sent its first email. A click counts a minute after it happened, an order with the next look."
        action={{ content: "See your flows", url: "/app/flows" }}
      />
    </Card>
  );
}
