import {
  BlockStack,
  Box,
  Card,
  IndexTable,
  InlineStack,
  Link,
  Page,
  Select,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import { EmptyMessage } from "~/components/lists/empty-message";
import { departureWords } from "~/components/email/departure-words";
import { MessageStateBadge } from "~/components/email/message-state-badge";
import { SendingBlockBanners } from "~/components/email/sending-block-banners";
import { Pager } from "~/components/lists/pager";
import { describeDelivery, describeMessage } from "~/delivery/decision/describe-decision";
import type { OutboxFilter } from "~/delivery/outbox/outbox-filter";
import type { OutboxPageData as Outbox, OutboxRow } from "~/delivery/outbox/outbox-page.server";
import type { SendingBlock } from "~/delivery/sending-blocks/sending-block";
import { FilterTags } from "./filter-tags";
import { outboxUrl } from "./outbox-url";

interface OutboxPageProps {
  outbox: Outbox;
  sendingBlocks: readonly SendingBlock[];
  /** The report that led here. */
  back?: string | null;
  onFilter: (filter: OutboxFilter) => void;
}

const STATES = [
  { label: "All", value: "" },
  { label: "Planned", value: "planned" },
  { label: "Sent", value: "sent" },
  { label: "Skipped", value: "skipped" },
  { label: "Left alone", value: "withheld" },
  { label: "Failed", value: "failed" },
  { label: "Not known", value: "unknown" },
];

export function OutboxPage({ outbox, sendingBlocks, back = null, onFilter }: OutboxPageProps) {
  const { filter, rows, flows, campaigns } = outbox;
  const change = (part: Partial<OutboxFilter>) => onFilter({ ...filter, ...part, page: 1 });
  return (
    <Page
      title="Outbox"
      subtitle="Every email that was sent or not, and why"
      {...(back !== null && { backAction: { content: "Reports", url: back } })}
      secondaryActions={[{ content: "Suppressed addresses", url: "/app/suppressions" }]}
    >
      {sendingBlocks.length > 0 && (
        <Box paddingBlockEnd="400">
          <SendingBlockBanners sendingBlocks={sendingBlocks} timeZone={outbox.timeZone} />
        </Box>
      )}
      <Card padding="0">
        <Box padding="300">
          <InlineStack gap="300">
            <Select
              label="State"
              labelInline
              options={STATES}
              value={filter.state ?? ""}
              onChange={(state) => change({ state: (state || null) as OutboxFilter["state"] })}
            />
            <Select
              label="Flow"
              labelInline
              options={[
                { label: "All", value: "" },
                ...flows.map(({ flowId, name }) => ({ label: name, value: flowId })),
              ]}
              value={filter.flowId ?? ""}
              onChange={(flowId) =>
                change({ flowId: flowId || null, stepId: null, flowVersion: null })
              }
            />
            {campaigns.length > 0 && (
              <Select
                label="Campaign"
                labelInline
                options={[
                  { label: "All", value: "" },
                  ...campaigns.map(({ campaignId, name }) => ({ label: name, value: campaignId })),
                ]}
                value={filter.campaignId ?? ""}
                onChange={(campaignId) => change({ campaignId: campaignId || null })}
              />
            )}
            <FilterTags filter={filter} onChange={change} />
          </InlineStack>
        </Box>
        {rows.length === 0 ? (
          <NoEmails filter={filter} />
        ) : (
          <EmailTable outbox={outbox} back={back} />
        )}
        <Pager
          page={filter.page}
          hasNext={outbox.hasNext}
          pageUrl={(page) => outboxUrl({ ...filter, page }, back)}
        />
      </Card>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

const HEADINGS = [
  { title: "Email" },
  { title: "Customer" },
  { title: "Flow" },
  { title: "When" },
  { title: "State" },
] as const;

function EmailTable({ outbox, back }: { outbox: Outbox; back: string | null }) {
  const { smDown } = useBreakpoints();
  const { rows, timeZone, filter } = outbox;
  const here = outboxUrl(filter, back);
  const emailUrl = (messageId: string) => {
    const way = here === "/app/outbox" ? "" : `?${new URLSearchParams({ back: here }).toString()}`;
    return `/app/outbox/${messageId}${way}`;
  };
  return (
    <IndexTable
      resourceName={{ singular: "email", plural: "emails" }}
      itemCount={rows.length}
      selectable={false}
      condensed={smDown}
      headings={[...HEADINGS]}
    >
      {rows.map((row, position) => (
        <IndexTable.Row id={row.messageId} key={row.messageId} position={position}>
          {smDown ? (
            <Condensed row={row} timeZone={timeZone} url={emailUrl(row.messageId)} />
          ) : (
            <Cells row={row} timeZone={timeZone} url={emailUrl(row.messageId)} />
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

interface RowProps {
  row: OutboxRow;
  timeZone: string;
  /** Of the email. */
  url: string;
}

function Cells({ row, timeZone, url }: RowProps) {
  return (
    <>
      <IndexTable.Cell>
        {/* Cells of a table do not wrap: a long subject would run into the next column. */}
        <div style={{ maxWidth: "340px", whiteSpace: "normal" }}>
          <Subject row={row} url={url} />
          <Why row={row} />
        </div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Customer row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span">{row.flowName ?? row.campaignName}</Text>
        <Text as="p" variant="bodySm" tone="subdued">
          {row.emailName}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>{departureWords(row, timeZone)}</IndexTable.Cell>
      <IndexTable.Cell>
        <MessageStateBadge state={row.state} />
      </IndexTable.Cell>
    </>
  );
}

/** The phone layout: a few lines per message. */
function Condensed({ row, timeZone, url }: RowProps) {
  return (
    <div style={{ padding: "12px 16px", width: "100%" }}>
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <Subject row={row} url={url} />
          <MessageStateBadge state={row.state} />
        </InlineStack>
        <Why row={row} />
        <InlineStack align="start" gap="200">
          <Customer row={row} />
          <Text as="span" tone="subdued">
            {departureWords(row, timeZone)}
          </Text>
        </InlineStack>
      </BlockStack>
    </div>
  );
}

function Subject({ row, url }: { row: OutboxRow; url: string }) {
  return (
    <Link url={url} removeUnderline dataPrimaryLink>
      <Text as="span" fontWeight="semibold" breakWord>
        {row.subject}
      </Text>
    </Link>
  );
}

/** Sent emails need no explanation. */
function Why({ row: { state, reason, deliveryState } }: { row: OutboxRow }) {
  const text =
    state === "sent" && reason === null
      ? describeDelivery(deliveryState)
      : describeMessage(state, reason);
  if (text === null) return null;
  return (
    <Text as="p" variant="bodySm" tone="subdued" breakWord>
      {text}
    </Text>
  );
}

function Customer({ row: { customerId, customerName } }: { row: OutboxRow }) {
  if (customerId === null) return <Text as="span">Somebody unknown</Text>;
  return (
    <Link url={`/app/customers/${customerId}`} removeUnderline>
      {customerName ?? `Customer ${customerId}`}
    </Link>
  );
}

function NoEmails({ filter }: { filter: OutboxFilter }) {
  const isFiltered = outboxUrl(filter) !== "/app/outbox";
  return isFiltered ? (
    <EmptyMessage
      heading="No email fits"
      text="Nothing here is all that you ask for."
      action={{ content: "Show all", url: "/app/outbox" }}
    />
  ) : (
    <EmptyMessage
      heading="No emails yet"
      text="Once a flow is on, each of its emails is listed here: those that were not sent too, with the reason."
      action={{ content: "See your flows", url: "/app/flows" }}
    />
  );
}
