import { Box, Card, InlineStack, Page, Select, TextField } from "@shopify/polaris";
import { EmptyMessage } from "~/components/lists/empty-message";
import { Pager } from "~/components/lists/pager";
import { WHOLE_LOG, type AccessLogFilter } from "~/privacy/access-log-filter";
import type { AccessLogPageData as Log } from "~/privacy/access-log.server";
import { AUDIT_ACTIONS, type AuditAction } from "~/privacy/audit-actions";
import { accessLogUrl } from "./access-log-url";
import { EntryTable } from "./entry-table";
import { personWords } from "./person-words";

interface AccessLogPageProps {
  log: Log;
  isLoading: boolean;
  /** Shopify's page for a staff member. */
  staffUrl: (staffId: string) => string;
  onFilter: (filter: AccessLogFilter) => void;
  onExport: () => void;
}

const ALL = { label: "All", value: "" };
const ACTIONS = Object.entries(AUDIT_ACTIONS)
  .map(([value, label]) => ({ value, label }))
  .sort((a, b) => a.label.localeCompare(b.label, "en"));

export function AccessLogPage({
  log,
  isLoading,
  staffUrl,
  onFilter,
  onExport,
}: AccessLogPageProps) {
  const { filter, entries, people, page } = log;
  const change = (part: Partial<AccessLogFilter>) => onFilter({ ...filter, ...part });
  return (
    <Page
      title="Access log"
      subtitle="Who viewed, downloaded or changed what in Kindred"
      backAction={{ content: "Settings", url: "/app/settings" }}
      secondaryActions={[{ content: "Export", onAction: onExport, disabled: entries.length === 0 }]}
    >
      <Card padding="0">
        <Box padding="300">
          <InlineStack gap="300" blockAlign="end">
            <Select
              label="Person"
              options={[ALL, ...people.map((it) => ({ value: it, label: personWords(it) }))]}
              value={filter.person ?? ""}
              onChange={(person) => change({ person: person || null })}
            />
            <Select
              label="Action"
              options={[ALL, ...ACTIONS]}
              value={filter.action ?? ""}
              onChange={(action) => change({ action: (action || null) as AuditAction | null })}
            />
            <TextField
              label="From"
              type="date"
              autoComplete="off"
              value={filter.from ?? ""}
              onChange={(from) => change({ from: from || null })}
            />
            <TextField
              label="To"
              type="date"
              autoComplete="off"
              value={filter.to ?? ""}
              onChange={(to) => change({ to: to || null })}
            />
          </InlineStack>
        </Box>
        {entries.length === 0 ? (
          <NoEntries filter={filter} />
        ) : (
          <EntryTable log={log} isLoading={isLoading} staffUrl={staffUrl} />
        )}
        <Pager
          page={page}
          hasNext={log.hasNext}
          pageUrl={(page) => accessLogUrl(filter, { page })}
        />
      </Card>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function NoEntries({ filter }: { filter: AccessLogFilter }) {
  const isFiltered = accessLogUrl(filter) !== accessLogUrl(WHOLE_LOG);
  return isFiltered ? (
    <EmptyMessage
      heading="No entries match"
      text="Change or clear the filters to see more."
      action={{ content: "Clear filters", url: accessLogUrl(WHOLE_LOG) }}
    />
  ) : (
    <EmptyMessage
      heading="No entries yet"
      text="When somebody views a customer, downloads data or changes a setting, it's listed here."
    />
  );
}
