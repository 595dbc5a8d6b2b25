import { Banner, BlockStack, Box, Page } from "@shopify/polaris";
import { useState } from "react";
import { ErrorBanner } from "~/components/error-banner";
import type { ImportFault } from "~/delivery/customer-import/import-state";
import { useText } from "~/i18n/text-provider";
import type {
  CustomerImportChange,
  ImportChangeProblem,
} from "~/pages/customers/change-customer-import.server";
import type { CustomerImportPage } from "~/pages/customers/customer-import-page.server";
import type { UploadOutcome } from "~/pages/customers/upload-customers.server";
import { ColumnsCard } from "./columns-card";
import { EncodingField } from "./encoding-field";
import { FileCard } from "./file-card";
import { ImportHistoryCard } from "./history-card";
import { ProgressCard } from "./progress-card";
import { ReportCard } from "./report-card";

interface CustomerImportViewProps {
  page: CustomerImportPage;
  problem: ImportChangeProblem | null;
  isBusy: boolean;
  onUpload: (file: File) => Promise<UploadOutcome>;
  onEncoding: (encoding: string) => void;
  onChange: (change: CustomerImportChange) => void;
  onDownload: (name: "refused-rows" | "for-shopify") => void;
}

/** An import, step by step: file, columns, check, import, report. */
export function CustomerImportView(props: CustomerImportViewProps) {
  const { page, problem, isBusy, onUpload, onEncoding, onChange, onDownload } = props;
  const { found, columns } = page;
  const text = useText("customer-import");
  const common = useText("common");
  const [refused, setRefused] = useState<UploadOutcome | null>(null);
  const state = found?.state ?? null;
  const isRunning = state === "checking" || state === "importing" || state === "undoing";
  const isReported =
    found !== null && (state === "checked" || state === "imported" || state === "undone");
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      backAction={{ content: text("customers"), url: "/app/customers" }}
    >
      <BlockStack gap="400">
        {refused !== null && refused !== "ready" && refused !== "unreadable" && (
          <ErrorBanner>
            <p>{text(`upload.${refused}`)}</p>
          </ErrorBanner>
        )}
        {found?.state === "unreadable" && found.fault !== null && (
          <Banner tone="critical">
            <p>{faultText(found.fault, found.faultRow)}</p>
          </Banner>
        )}
        {problem !== null && (
          <ErrorBanner>
            <p>{problem === "unreadable" ? common("unreadable") : text(`error.${problem}`)}</p>
          </ErrorBanner>
        )}
        {state === "ready" && columns === null && (
          <Banner tone="warning">
            <BlockStack gap="300">
              <p>{text("encoding.uncertain")}</p>
              <EncodingField encoding="" onChange={onEncoding} />
            </BlockStack>
          </Banner>
        )}
        {columns && (
          <ColumnsCard
            key={`${found?.importId}/${columns.encoding}`}
            file={columns}
            isBusy={isBusy}
            onEncoding={onEncoding}
            onCheck={(settings) => onChange({ kind: "check", settings })}
          />
        )}
        {found && isRunning && <ProgressCard found={found} />}
        {isReported && (
          <ReportCard found={found} isBusy={isBusy} onChange={onChange} onDownload={onDownload} />
        )}
        {!isRunning && (
          <FileCard
            isFirst={found === null}
            onUpload={async (file) => {
              setRefused(null);
              setRefused(await onUpload(file));
            }}
          />
        )}
        <ImportHistoryCard
          history={page.history}
          shownId={isReported ? found.importId : null}
          {...{ isRunning, isBusy, onChange }}
        />
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );

  function faultText(fault: ImportFault, row: number | null): string {
    if (fault !== "not_csv") return text(`fault.${fault}`);
    return row === null ? text("fault.long_line") : text("fault.not_csv", { row });
  }
}
