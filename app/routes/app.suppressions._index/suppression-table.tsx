import {
  Badge,
  BlockStack,
  Box,
  Button,
  IndexTable,
  InlineStack,
  Link,
  Text,
  TextField,
  useBreakpoints,
} from "@shopify/polaris";
import { useState } from "react";
import type {
  SuppressionPage,
  SuppressionRow,
} from "~/pages/suppressions/list-suppressions.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { findOwnNote } from "~/delivery/suppressions/own-notes";

/** The suppression to remove. */
export type Removal = Pick<SuppressionRow, "index" | "reason">;

interface SuppressionTableProps {
  list: SuppressionPage;
  isBusy: boolean;
  onRemove: (removal: Removal, why: string) => void;
}

export function SuppressionTable({ list, isBusy, onRemove }: SuppressionTableProps) {
  const text = useText("suppressions");
  const { smDown } = useBreakpoints();
  const [confirmingId, setConfirmingId] = useState<string | null>(null);
  return (
    <IndexTable
      resourceName={{ singular: text("list.address"), plural: text("list.addresses") }}
      itemCount={list.rows.length}
      selectable={false}
      condensed={smDown}
      headings={[
        { title: text("column.address") },
        { title: text("column.reason") },
        { title: text("column.since") },
        { title: "" },
      ]}
    >
      {list.rows.map((row, position) => {
        const id = `${row.index}/${row.reason}`;
        const parts = {
          row,
          isConfirming: confirmingId === id,
          isBusy,
          onToggleConfirm: () => setConfirmingId(confirmingId === id ? null : id),
          onRemove: (why: string) => onRemove({ index: row.index, reason: row.reason }, why),
        };
        return (
          <IndexTable.Row id={id} key={id} position={position}>
            {smDown ? <Condensed {...parts} /> : <Cells {...parts} />}
          </IndexTable.Row>
        );
      })}
    </IndexTable>
  );
}

interface RowProps {
  row: SuppressionRow;
  isConfirming: boolean;
  isBusy: boolean;
  onToggleConfirm: () => void;
  onRemove: (why: string) => void;
}

function Cells(props: RowProps) {
  const { row } = props;
  const format = useFormat();
  return (
    <>
      <IndexTable.Cell>
        <Address row={row} />
        <Note row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Reason row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>{format.day(row.since)}</IndexTable.Cell>
      <IndexTable.Cell>
        <Remove {...props} />
      </IndexTable.Cell>
    </>
  );
}

/** The phone layout: a few lines per address. */
function Condensed(props: RowProps) {
  const { row } = props;
  const format = useFormat();
  return (
    <div style={{ padding: "12px 16px", width: "100%" }}>
      <BlockStack gap="100">
        <Address row={row} />
        <InlineStack gap="200" blockAlign="center">
          <Reason row={row} />
          <Text as="span" tone="subdued">
            {format.day(row.since)}
          </Text>
        </InlineStack>
        <Note row={row} />
        <Remove {...props} />
      </BlockStack>
    </div>
  );
}

function Address({ row: { address, customerId } }: { row: SuppressionRow }) {
  const text = useText("suppressions");
  const shown = address ?? text("row.erased");
  return customerId === null ? (
    <Text as="span" fontWeight="semibold" breakWord>
      {shown}
    </Text>
  ) : (
    <Link url={`/app/customers/${customerId}`} removeUnderline>
      <Text as="span" fontWeight="semibold" breakWord>
        {shown}
      </Text>
    </Link>
  );
}

function Note({ row: { note, messageId } }: { row: SuppressionRow }) {
  const text = useText("suppressions");
  if (note === null && messageId === null) return null;
  const own = findOwnNote(note);
  return (
    <Box maxWidth="340px">
      <Text as="p" variant="bodySm" tone="subdued" breakWord>
        {own === null ? note : text(`note.${own}`)}
        {note !== null && messageId !== null && " · "}
        {messageId !== null && <Link url={`/app/outbox/${messageId}`}>{text("row.email")}</Link>}
      </Text>
    </Box>
  );
}

function Reason({ row }: { row: SuppressionRow }) {
  const text = useText("suppressions");
  const format = useFormat();
  return (
    <BlockStack gap="050" inlineAlign="start">
      <Badge {...(row.reason === "complaint" && { tone: "critical" as const })}>
        {text(`reason.${row.reason}`)}
      </Badge>
      {row.until !== null && (
        <Text as="span" variant="bodySm" tone="subdued">
          {text("row.until", { day: format.day(row.until) })}
        </Text>
      )}
    </BlockStack>
  );
}

function Remove({ row, isConfirming, isBusy, onToggleConfirm, onRemove }: RowProps) {
  const [why, setWhy] = useState("");
  const text = useText("suppressions");
  const common = useText("common");
  if (!row.isRemovable) {
    return (
      <Text as="span" variant="bodySm" tone="subdued">
        {text("row.requested")}
      </Text>
    );
  }
  if (!isConfirming) {
    return (
      <InlineStack>
        <Button variant="plain" onClick={onToggleConfirm}>
          {text("row.remove")}
        </Button>
      </InlineStack>
    );
  }
  return (
    <BlockStack gap="200">
      <TextField
        label={text("row.why")}
        autoComplete="off"
        autoFocus
        maxLength={200}
        value={why}
        onChange={setWhy}
        helpText={text("row.whyHelp")}
      />
      <InlineStack gap="200">
        <Button loading={isBusy} disabled={why.trim().length < 3} onClick={() => onRemove(why)}>
          {text("row.remove")}
        </Button>
        <Button variant="tertiary" onClick={onToggleConfirm}>
          {common("cancel")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
