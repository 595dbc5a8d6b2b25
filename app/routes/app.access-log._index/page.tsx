import { Box, Card, InlineStack, Page, Select, TextField } from "@shopify/polaris";
import { EmptyMessage } from "~/components/lists/empty-message";
import { Pager } from "~/components/lists/pager";
import { useText } from "~/i18n/text-provider";
import { WHOLE_LOG, type AccessLogFilter } from "~/privacy/access-log-filter";
import type { AccessLogPageData as Log } from "~/pages/access-log/access-log.server";
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

export function AccessLogPage({
  log,
  isLoading,
  staffUrl,
  onFilter,
  onExport,
}: AccessLogPageProps) {
  const { filter, entries, people, page } = log;
  const text = useText("access-log");
  const common = useText("common");
  const all = { label: common("all"), value: "" };
  const actions = AUDIT_ACTIONS.map((value) => ({ value, label: text(`action.${value}`) }));
  const change = (part: Partial<AccessLogFilter>) => onFilter({ ...filter, ...part });
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      backAction={{ content: text("settings"), url: "/app/settings" }}
      secondaryActions={[
        { content: text("export"), onAction: onExport, disabled: entries.length === 0 },
      ]}
    >
      <Card padding="0">
        <Box padding="300">
          <InlineStack gap="300" blockAlign="end">
            <Select
              label={text("column.person")}
              options={[all, ...people.map((it) => ({ value: it, label: personWords(it, text) }))]}
              value={filter.person ?? ""}
              onChange={(person) => change({ person: person || null })}
            />
            <Select
              label={text("column.action")}
              options={[all, ...actions.sort((a, b) => a.label.localeCompare(b.label))]}
              value={filter.action ?? ""}
              onChange={(action) => change({ action: (action || null) as AuditAction | null })}
            />
            <TextField
              label={text("filter.from")}
              type="date"
              autoComplete="off"
              value={filter.from ?? ""}
              onChange={(from) => change({ from: from || null })}
            />
            <TextField
              label={text("filter.to")}
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
  const text = useText("access-log");
  const isFiltered = accessLogUrl(filter) !== accessLogUrl(WHOLE_LOG);
  return isFiltered ? (
    <EmptyMessage
      heading={text("noMatch.heading")}
      text={text("noMatch.text")}
      action={{ content: text("noMatch.action"), url: accessLogUrl(WHOLE_LOG) }}
    />
  ) : (
    <EmptyMessage heading={text("empty.heading")} text={text("empty.text")} />
  );
}
