import {
  BlockStack,
  Box,
  Card,
  InlineGrid,
  InlineStack,
  Link,
  Page,
  ResourceItem,
  ResourceList,
  Text,
} from "@shopify/polaris";
import { FlowStatusBadge } from "~/components/flows/flow-status-badge";
import { EmptyMessage } from "~/components/lists/empty-message";
import { PageTabs } from "~/components/lists/page-tabs";
import { Pager } from "~/components/lists/pager";
import { splitPages } from "~/components/lists/split-pages";
import { EmailStateBadge } from "~/components/email/email-state-badge";
import { useEmailNames } from "~/components/email/use-email-names";
import { useMergeNames } from "~/components/email/use-merge-names";
import { useText } from "~/i18n/text-provider";
import type { EmailGroup, EmailRow } from "~/pages/emails/email-list.server";
import { readableMerge } from "~/messages/merge/readable";

export const EMAIL_TABS = ["live", "others", "campaigns"] as const;
type Tab = (typeof EMAIL_TABS)[number];

/** The emails of a page; the heading of a flow takes the space of one. */
const PAGE_ROWS = 26;

interface EmailsPageProps {
  groups: readonly EmailGroup[];
  tab: Tab;
  onTab: (tab: Tab) => void;
  /** From 1. */
  page: number;
}

/** All emails, by their use. */
export function EmailsPage({ groups, tab, onTab, page }: EmailsPageProps) {
  const text = useText("email-editor");
  const byTab = Map.groupBy(groups, tabOf);
  const tabs = EMAIL_TABS.filter((it) => byTab.has(it));
  const open = byTab.has(tab) ? tab : (tabs[0] ?? tab);
  const pages = splitPages(byTab.get(open) ?? [], ({ rows }) => rows.length + 1, PAGE_ROWS);
  const number = Math.max(1, Math.min(page, pages.length));
  return (
    <Page
      title={text("list.title")}
      subtitle={text("list.subtitle")}
      secondaryActions={[{ content: text("themes.choose"), url: "/app/emails/themes" }]}
    >
      <BlockStack gap="400">
        {groups.length === 0 && (
          <Card>
            <EmptyMessage heading={text("list.empty.heading")} text={text("list.empty.text")} />
          </Card>
        )}
        {groups.length > 0 && (
          <PageTabs
            tabs={tabs.map((id) => ({ id, title: text(`list.tab.${id}`) }))}
            open={open}
            onOpen={onTab}
          >
            <BlockStack gap="400">
              {pages[number - 1]?.map((group) => (
                <Group
                  key={typeof group.of === "string" ? group.of : group.of.flowId}
                  group={group}
                />
              ))}
              <Pager
                page={number}
                hasNext={number < pages.length}
                pageUrl={(to) => `/app/emails?tab=${open}&page=${to}`}
              />
            </BlockStack>
          </PageTabs>
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function tabOf({ of }: EmailGroup): Tab {
  if (typeof of === "string") return "campaigns";
  return of.status === "live" ? "live" : "others";
}

function Group({ group: { of, rows } }: { group: EmailGroup }) {
  const text = useText("email-editor");
  const flow = typeof of === "string" ? null : of;
  const title = typeof of === "string" ? text(`group.${of}`) : of.name;
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {flow === null ? (
              title
            ) : (
              <Link url={`/app/flows/${flow.flowId}`} removeUnderline monochrome>
                {title}
              </Link>
            )}
          </Text>
          {flow !== null && <FlowStatusBadge status={flow.status} />}
        </InlineStack>
      </Box>
      <ResourceList
        resourceName={{ singular: text("list.email"), plural: text("list.emails") }}
        items={[...rows]}
        renderItem={(row) => <Row row={row} group={title} />}
      />
    </Card>
  );
}

function Row({ row, group }: { row: EmailRow; group: string }) {
  const text = useText("email-editor");
  const flows = useText("flows");
  const mergeName = useMergeNames();
  const nameEmail = useEmailNames();
  const { templateId, number, subject, state } = row;
  const name = number === null ? nameEmail(row) : flows("email", { number });
  return (
    <ResourceItem
      id={templateId}
      url={`/app/emails/${templateId}`}
      accessibilityLabel={text("list.edit", { email: name, group })}
    >
      <InlineGrid columns={{ xs: 1, sm: "1fr auto" }} gap="200" alignItems="center">
        <BlockStack gap="050">
          <Text as="h3" fontWeight="semibold" breakWord>
            {name}
          </Text>
          <Text as="p" tone="subdued" breakWord>
            {readableMerge(subject, mergeName)}
          </Text>
        </BlockStack>
        <span>
          <EmailStateBadge state={state} />
        </span>
      </InlineGrid>
    </ResourceItem>
  );
}
