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
import { formatDay } from "~/components/formats";
import type {
  SuppressionPage,
  SuppressionRow,
} from "~/delivery/suppressions/list-suppressions.server";

/** The suppression to remove. */
export type Removal = Pick<SuppressionRow, "index" | "reason">;

interface SuppressionTableProps {
  list: SuppressionPage;
  isBusy: boolean;
  onRemove: (removal: Removal, why: string) => void;
}

const WORDS: Readonly<Record<SuppressionRow["reason"], string>> = {
  unsubscribe: "Unsubscribed",
  hard_bounce: "Does not exist",
  soft_bounce: "Keeps bouncing",
  complaint: "Marked as spam",
  manual: "Blocked by hand",
  sunset: "No interest for long",
};

const HEADINGS = [
  { title: "Address" },
  { title: "Why" },
  { title: "Since" },
  { title: "" },
] as const;

export function SuppressionTable({ list, isBusy, onRemove }: SuppressionTableProps) {
  const { smDown } = useBreakpoints();
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <IndexTable
      resourceName={{ singular: "address", plural: "addresses" }}
      itemCount={list.rows.length}
      selectable={false}
      condensed={smDown}
      headings={[...HEADINGS]}
    >
      {list.rows.map((row, position) => {
        const id = `${row.index}/${row.reason}`;
        const parts = {
          row,
          timeZone: list.timeZone,
          isAsked: asked === id,
          isBusy,
          onAsk: () => setAsked(asked === id ? null : id),
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
  timeZone: string;
  isAsked: boolean;
  isBusy: boolean;
  onAsk: () => void;
  onRemove: (why: string) => void;
}

function Cells(props: RowProps) {
  const { row, timeZone } = props;
  return (
    <>
      <IndexTable.Cell>
        <Address row={row} />
        <Note row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Reason row={row} timeZone={timeZone} />
      </IndexTable.Cell>
      <IndexTable.Cell>{formatDay(row.since, timeZone)}</IndexTable.Cell>
      <IndexTable.Cell>
        <Remove {...props} />
      </IndexTable.Cell>
    </>
  );
}

/** The phone layout: a few lines per address. */
function Condensed(props: RowProps) {
  const { row, timeZone } = props;
  return (
    <div style={{ padding: "12px 16px", width: "100%" }}>
      <BlockStack gap="100">
        <Address row={row} />
        <InlineStack gap="200" blockAlign="center">
          <Reason row={row} timeZone={timeZone} />
          <Text as="span" tone="subdued">
            {formatDay(row.since, timeZone)}
          </Text>
        </InlineStack>
        <Note row={row} />
        <Remove {...props} />
      </BlockStack>
    </div>
  );
}

function Address({ row: { address, customerId } }: { row: SuppressionRow }) {
  const text = address ?? "An address that was erased";
  return customerId === null ? (
    <Text as="span" fontWeight="semibold" breakWord>
      {text}
    </Text>
  ) : (
    <Link url={`/app/customers/${customerId}`} removeUnderline>
      <Text as="span" fontWeight="semibold" breakWord>
        {text}
      </Text>
    </Link>
  );
}

function Note({ row: { note, messageId } }: { row: SuppressionRow }) {
  if (note === null && messageId === null) return null;
  return (
    <Box maxWidth="340px">
      <Text as="p" variant="bodySm" tone="subdued" breakWord>
        {note}
        {note !== null && messageId !== null && " · "}
        {messageId !== null && <Link url={`/app/outbox/${messageId}`}>The email</Link>}
      </Text>
    </Box>
  );
}

function Reason({ row, timeZone }: { row: SuppressionRow; timeZone: string }) {
  return (
    <BlockStack gap="050" inlineAlign="start">
      <Badge {...(row.reason === "complaint" && { tone: "critical" as const })}>
        {WORDS[row.reason]}
      </Badge>
      {row.until !== null && (
        <Text as="span" variant="bodySm" tone="subdued">
          {`Until ${formatDay(row.until, timeZone)}`}
        </Text>
      )}
    </BlockStack>
  );
}

function Remove({ row, isAsked, isBusy, onAsk, onRemove }: RowProps) {
  const [why, setWhy] = useState("");
  if (!row.isRemovable) {
    return (
      <Text as="span" variant="bodySm" tone="subdued">
        Customer&rsquo;s request
      </Text>
    );
  }
  if (!isAsked) {
    return (
      <InlineStack>
        <Button variant="plain" onClick={onAsk}>
          Allow again
        </Button>
      </InlineStack>
    );
  }
  return (
    <BlockStack gap="200">
      <TextField
        label="Why"
        autoComplete="off"
        autoFocus
        maxLength={200}
        value={why}
        onChange={setWhy}
        helpText="Kept in the audit trail."
      />
      <InlineStack gap="200">
        <Button loading={isBusy} disabled={why.trim().length < 3} onClick={() => onRemove(why)}>
          Allow again
        </Button>
        <Button variant="tertiary" onClick={onAsk}>
          Cancel
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
