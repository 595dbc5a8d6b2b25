import { Banner, BlockStack, Box, Card, InlineStack, Page, Select } from "@shopify/polaris";
import { useSaveFile } from "~/components/save-file";
import { EmptyMessage } from "~/components/lists/empty-message";
import { REPORT_GROUPS, reportUrl, type ReportFilter } from "~/feedback/reports/report-range";
import type { Report } from "~/feedback/reports/report.server";
import { useText } from "~/i18n/text-provider";
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

/** The results of a period's emails, grouped by the chosen dimension. */
export function ReportsPage({ report, onFilter }: ReportsPageProps) {
  const saveFile = useSaveFile();
  const { filter, totals, isRollupDue } = report;
  const text = useText("reports");
  const isEmpty = totals.sent === 0;
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      secondaryActions={[
        { content: text("whatIf.title"), url: "/app/reports/what-if" },
        { content: text("cohorts.title"), url: "/app/reports/cohorts" },
        {
          content: text("export"),
          disabled: isEmpty,
          onAction: () =>
            void saveFile(reportUrl("/app/reports/export", filter), `kindred-${filter.group}.csv`),
        },
      ]}
    >
      <BlockStack gap="400">
        <Box paddingInline={{ xs: "400", sm: "0" }}>
          <InlineStack gap="300" blockAlign="end">
            <PeriodField
              period={filter.period}
              today={report.today}
              onChange={(period) => onFilter({ ...filter, period })}
            />
            <Select
              label={text("group.label")}
              options={REPORT_GROUPS.map((group) => ({
                label: text(`group.${group}`),
                value: group,
              }))}
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
        {isRollupDue && <Banner tone="info">{text("updating")}</Banner>}
        {isEmpty ? <NothingSent /> : <Filled report={report} />}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Filled({ report }: { report: Report }) {
  return (
    <>
      <OverviewCard report={report} />
      <TimeSeriesCard report={report} />
      {report.filter.group === "place" ? (
        <PlacesTable report={report} />
      ) : (
        <ReportTable report={report} />
      )}
      <EffectCard report={report} />
    </>
  );
}

function NothingSent() {
  const text = useText("reports");
  return (
    <Card>
      <EmptyMessage
        heading={text("empty.heading")}
        text={text("empty.text")}
        action={{ content: text("empty.action"), url: "/app/flows" }}
      />
    </Card>
  );
}
