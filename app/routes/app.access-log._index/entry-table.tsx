import {
  BlockStack,
  Box,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import { useEmailNames } from "~/components/email/use-email-names";
import { useFormat, useText } from "~/i18n/text-provider";
import type { AccessLogPageData } from "~/pages/access-log/access-log.server";
import { isAuditAction } from "~/privacy/audit-actions";
import type { LoggedObject } from "~/privacy/logged-object";
import { isStaff, personWords } from "./person-words";

interface EntryTableProps {
  log: AccessLogPageData;
  isLoading: boolean;
  staffUrl: (staffId: string) => string;
}

type Entry = AccessLogPageData["entries"][number];

export function EntryTable({ log, isLoading, staffUrl }: EntryTableProps) {
  const text = useText("access-log");
  const format = useFormat();
  const { smDown } = useBreakpoints();
  return (
    <IndexTable
      resourceName={{ singular: text("list.entry"), plural: text("list.entries") }}
      itemCount={log.entries.length}
      selectable={false}
      condensed={smDown}
      loading={isLoading}
      headings={[
        { title: text("column.time") },
        { title: text("column.person") },
        { title: text("column.action") },
        { title: text("column.object") },
      ]}
    >
      {log.entries.map((entry, position) => {
        const parts = { entry, at: format.instant(entry.at), staffUrl };
        return (
          <IndexTable.Row id={entry.auditId} key={entry.auditId} position={position}>
            {smDown ? <Condensed {...parts} /> : <Cells {...parts} />}
          </IndexTable.Row>
        );
      })}
    </IndexTable>
  );
}

interface RowProps {
  entry: Entry;
  /** As displayed. */
  at: string;
  staffUrl: (staffId: string) => string;
}

function Cells({ entry, at, staffUrl }: RowProps) {
  return (
    <>
      <IndexTable.Cell>{at}</IndexTable.Cell>
      <IndexTable.Cell>
        <Person person={entry.person} staffUrl={staffUrl} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Action action={entry.action} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Box maxWidth="200px">
          <ObjectLink entry={entry} />
        </Box>
      </IndexTable.Cell>
    </>
  );
}

/** The phone layout: a few lines per entry. */
function Condensed({ entry, at, staffUrl }: RowProps) {
  return (
    <div style={{ padding: "12px 16px", width: "100%" }}>
      <BlockStack gap="100">
        <Action action={entry.action} />
        <ObjectLink entry={entry} />
        <InlineStack gap="200">
          <Person person={entry.person} staffUrl={staffUrl} />
          <Text as="span" tone="subdued">
            {at}
          </Text>
        </InlineStack>
      </BlockStack>
    </div>
  );
}

function Person({ person, staffUrl }: { person: string } & Pick<RowProps, "staffUrl">) {
  const text = useText("access-log");
  if (!isStaff(person)) return <Text as="span">{personWords(person, text)}</Text>;
  return (
    <Link url={staffUrl(person)} target="_blank" removeUnderline>
      {personWords(person, text)}
    </Link>
  );
}

function Action({ action }: { action: string }) {
  const text = useText("access-log");
  return (
    <Text as="span" fontWeight="semibold">
      {isAuditAction(action) ? text(`action.${action}`) : action}
    </Text>
  );
}

/** The app's page for an object. */
const PAGES: Partial<Record<LoggedObject["kind"], string>> = {
  campaign: "/app/campaigns",
  customer: "/app/customers",
  email: "/app/outbox",
  flow: "/app/flows",
  segment: "/app/segments",
};

function ObjectLink({ entry: { action, object, name } }: { entry: Entry }) {
  const text = useText("access-log");
  const nameEmail = useEmailNames();
  if (!object) return null;
  const page = PAGES[object.kind];
  const shown =
    name !== null && object.kind === "template"
      ? nameEmail({ templateId: object.id, name })
      : (name ?? object.id);
  const words = text(`object.${object.kind}`, { id: shown });
  return page === undefined || action.endsWith("_deleted") ? (
    <Text as="span" breakWord>
      {words}
    </Text>
  ) : (
    <Link url={`${page}/${encodeURIComponent(object.id)}`} removeUnderline>
      <Text as="span" breakWord>
        {words}
      </Text>
    </Link>
  );
}
