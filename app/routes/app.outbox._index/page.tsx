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
import { useMergeNames } from "~/components/email/use-merge-names";
import { SendingBlockBanners } from "~/components/email/sending-block-banners";
import { Pager } from "~/components/lists/pager";
import { describeMessage } from "~/delivery/decision/describe-decision";
import type { OutboxFilter } from "~/pages/outbox/outbox-filter";
import type { OutboxPageData as Outbox, OutboxRow } from "~/pages/outbox/outbox-page.server";
import type { SendingBlock } from "~/delivery/sending-blocks/sending-block";
import type { DeliveryState } from "~/feedback/email-events/reports/delivery-state";
import { useFormat, useText } from "~/i18n/text-provider";
import { readableMerge } from "~/messages/merge/readable";
import { FilterTags } from "./filter-tags";
import { outboxUrl } from "./outbox-url";

interface OutboxPageProps {
  outbox: Outbox;
  sendingBlocks: readonly SendingBlock[];
  /** The report that led here. */
  back?: string | null;
  onFilter: (filter: OutboxFilter) => void;
}

const STATES = ["planned", "sent", "skipped", "withheld", "failed", "unknown"] as const;

export function OutboxPage({ outbox, sendingBlocks, back = null, onFilter }: OutboxPageProps) {
  const { filter, rows, flows, campaigns } = outbox;
  const text = useText("outbox");
  const common = useText("common");
  const delivery = useText("delivery");
  const all = { label: common("all"), value: "" };
  const change = (part: Partial<OutboxFilter>) => onFilter({ ...filter, ...part, page: 1 });
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      {...(back !== null && { backAction: { content: text("reports"), url: back } })}
      secondaryActions={[{ content: text("suppressions"), url: "/app/suppressions" }]}
    >
      {sendingBlocks.length > 0 && (
        <Box paddingBlockEnd="400">
          <SendingBlockBanners sendingBlocks={sendingBlocks} />
        </Box>
      )}
      <Card padding="0">
        <Box padding="300">
          <InlineStack gap="300" blockAlign="end">
            <Select
              label={text("filter.status")}
              options={[
                all,
                ...STATES.map((state) => ({ label: delivery(`state.${state}`), value: state })),
              ]}
              value={filter.state ?? ""}
              onChange={(state) => change({ state: (state || null) as OutboxFilter["state"] })}
            />
            <Select
              label={text("filter.flow")}
              options={[all, ...flows.map(({ flowId, name }) => ({ label: name, value: flowId }))]}
              value={filter.flowId ?? ""}
              onChange={(flowId) =>
                change({ flowId: flowId || null, stepId: null, flowVersion: null })
              }
            />
            {campaigns.length > 0 && (
              <Select
                label={text("filter.campaign")}
                options={[
                  all,
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

function EmailTable({ outbox, back }: { outbox: Outbox; back: string | null }) {
  const { smDown } = useBreakpoints();
  const { rows, filter } = outbox;
  const text = useText("outbox");
  const here = outboxUrl(filter, back);
  const emailUrl = (messageId: string) => {
    const way = here === "/app/outbox" ? "" : `?${new URLSearchParams({ back: here }).toString()}`;
    return `/app/outbox/${messageId}${way}`;
  };
  return (
    <IndexTable
      resourceName={{ singular: text("list.email"), plural: text("list.emails") }}
      itemCount={rows.length}
      selectable={false}
      condensed={smDown}
      headings={[
        { title: text("column.email") },
        { title: text("column.customer") },
        { title: text("column.source") },
        { title: text("column.time") },
        { title: text("column.status") },
      ]}
    >
      {rows.map((row, position) => (
        <IndexTable.Row id={row.messageId} key={row.messageId} position={position}>
          {smDown ? (
            <Condensed row={row} url={emailUrl(row.messageId)} />
          ) : (
            <Cells row={row} url={emailUrl(row.messageId)} />
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

interface RowProps {
  row: OutboxRow;
  /** Of the email. */
  url: string;
}

function Cells({ row, url }: RowProps) {
  const text = useText("outbox");
  const delivery = useText("delivery");
  const format = useFormat();
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
          {row.emailNumber !== null && text("flowEmail", { number: row.emailNumber })}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>{departureWords(row, delivery, format)}</IndexTable.Cell>
      <IndexTable.Cell>
        <MessageStateBadge state={row.state} />
      </IndexTable.Cell>
    </>
  );
}

/** The phone layout: a few lines per message. */
function Condensed({ row, url }: RowProps) {
  const delivery = useText("delivery");
  const format = useFormat();
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
            {departureWords(row, delivery, format)}
          </Text>
        </InlineStack>
      </BlockStack>
    </div>
  );
}

function Subject({ row, url }: RowProps) {
  const mergeName = useMergeNames();
  const text = useText("outbox");
  return (
    <Link url={url} removeUnderline dataPrimaryLink>
      <Text as="span" fontWeight="semibold" breakWord>
        {row.subject === null ? text("unreadable") : readableMerge(row.subject, mergeName)}
      </Text>
    </Link>
  );
}

/** Accepted emails need no explanation. */
function Why({ row: { state, reason, deliveryState } }: { row: OutboxRow }) {
  const text = useText("delivery");
  const isSent = state === "sent" && reason === null;
  // The column is closed, but reading it with zod would load zod in the browser.
  const reported = deliveryState as DeliveryState | null;
  const delivery = reported === "accepted" ? null : reported;
  if (isSent && delivery === null) return null;
  return (
    <Text as="p" variant="bodySm" tone="subdued" breakWord>
      {isSent && delivery !== null
        ? text(`delivery.${delivery}`)
        : describeMessage(state, reason, text)}
    </Text>
  );
}

function Customer({ row: { customerId, customerName } }: { row: OutboxRow }) {
  const text = useText("outbox");
  if (customerId === null) return <Text as="span">{text("anonymous")}</Text>;
  return (
    <Link url={`/app/customers/${customerId}`} removeUnderline>
      {customerName ?? text("customer", { id: customerId })}
    </Link>
  );
}

function NoEmails({ filter }: { filter: OutboxFilter }) {
  const text = useText("outbox");
  const isFiltered = outboxUrl(filter) !== "/app/outbox";
  return isFiltered ? (
    <EmptyMessage
      heading={text("noMatch.heading")}
      text={text("noMatch.text")}
      action={{ content: text("noMatch.action"), url: "/app/outbox" }}
    />
  ) : (
    <EmptyMessage
      heading={text("empty.heading")}
      text={text("empty.text")}
      action={{ content: text("empty.action"), url: "/app/flows" }}
    />
  );
}
