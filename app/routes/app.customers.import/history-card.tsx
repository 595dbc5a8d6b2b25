import { Badge, BlockStack, Button, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment, useState } from "react";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { Pager } from "~/components/lists/pager";
import { TitledCard } from "~/components/titled-card";
import { countRefused } from "~/delivery/customer-import/import-counts";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CustomerImportChange } from "~/pages/customers/change-customer-import.server";
import type { ImportHistory } from "~/pages/customers/customer-import-page.server";

interface ImportHistoryCardProps {
  history: ImportHistory;
  /** The import whose report is above; null: none. */
  shownId: string | null;
  /** Whether an import is under way: then none can be undone. */
  isRunning: boolean;
  isBusy: boolean;
  onChange: (change: CustomerImportChange) => void;
}

/** Earlier imports, newest first. Each can be undone. */
export function ImportHistoryCard({
  history,
  shownId,
  isRunning,
  isBusy,
  onChange,
}: ImportHistoryCardProps) {
  const text = useText("customer-import");
  const common = useText("common");
  const [asked, setAsked] = useState<string | null>(null);
  const earlier = history.imports.filter(({ importId }) => importId !== shownId);
  const { page, hasNext } = history;
  if (earlier.length === 0 && page === 1 && !hasNext) return null;
  return (
    <TitledCard title={text("history.title")}>
      <ConfirmModal
        isOpen={asked !== null}
        title={text("undo.title")}
        text={text("undo.text")}
        action={text("action.undo")}
        keep={common("cancel")}
        onConfirm={() => {
          if (asked !== null) onChange({ kind: "undo", importId: asked });
          setAsked(null);
        }}
        onClose={() => setAsked(null)}
      />
      {earlier.map((it, i) => (
        <Fragment key={it.importId}>
          {i > 0 && <Divider />}
          <HistoryRow
            past={it}
            isLocked={isRunning || isBusy}
            onUndo={() => setAsked(it.importId)}
          />
        </Fragment>
      ))}
      <Pager page={page} hasNext={hasNext} pageUrl={(it) => `?page=${it}`} />
    </TitledCard>
  );
}

interface HistoryRowProps {
  past: ImportHistory["imports"][number];
  isLocked: boolean;
  onUndo: () => void;
}

function HistoryRow({ past, isLocked, onUndo }: HistoryRowProps) {
  const text = useText("customer-import");
  const format = useFormat();
  const { counts, staffId, fileName, state, at } = past;
  const time = format.instant(at);
  const facts = {
    rows: past.rowCount ?? counts.rows,
    changed: counts.changed,
    suppressed: counts.suppressed,
    consents: counts.consents,
    refused: countRefused(counts),
  };
  return (
    <InlineStack align="space-between" blockAlign="start" gap="300">
      <BlockStack gap="100">
        <InlineStack align="start" gap="200" blockAlign="center">
          <Text as="h3" variant="bodyMd" fontWeight="semibold" breakWord>
            {fileName ?? text("history.unnamed")}
          </Text>
          {state !== "imported" && <Badge>{text(`history.${state}`)}</Badge>}
        </InlineStack>
        <Text as="p" tone="subdued">
          {staffId === null
            ? time
            : text("history.by", { time, staff: text("history.staff", { staffId }) })}
        </Text>
        <Text as="p">{text("history.counts", facts)}</Text>
      </BlockStack>
      {state === "imported" && (
        <Button
          disabled={isLocked}
          accessibilityLabel={text("history.undoOf", { time })}
          onClick={onUndo}
        >
          {text("history.undo")}
        </Button>
      )}
    </InlineStack>
  );
}
