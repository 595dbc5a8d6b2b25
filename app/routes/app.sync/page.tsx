import type { ComponentProps } from "react";
import { Banner, BlockStack, Box, Card, IndexTable, List, Page, Text } from "@shopify/polaris";
import { formatCounted, formatCalendarDay, formatCount, formatInstant } from "~/components/formats";
import { EmptyMessage } from "~/components/lists/empty-message";
import { OlderOrdersCard } from "./older-orders-card";
import type { SyncPageData as Sync } from "~/profiles/reconciliation/sync-page.server";
import { findWords, hasUnequalCounts, isUpToDate, NOUNS, TITLES } from "./sync-words";

interface SyncPageProps {
  sync: Sync;
  isAsking: boolean;
  onCompare: () => void;
  /** The request for older orders; null: already granted. */
  olderOrders: ComponentProps<typeof OlderOrdersCard> | null;
}

export function SyncPage({ sync, isAsking, onCompare, olderOrders }: SyncPageProps) {
  const isBusy = isAsking || sync.resources.some((it) => it.isBusy);
  return (
    <Page
      title="In step with Shopify"
      subtitle="Shopify tells Kindred what happens in your shop. In case a message gets lost, Kindred looks each hour through what was changed, and counts everything each night."
      backAction={{ content: "Settings", url: "/app/settings" }}
      {...(sync.resources.length > 0 && {
        primaryAction: {
          content: isBusy ? "Comparing" : "Compare now",
          loading: isBusy,
          onAction: onCompare,
        },
      })}
    >
      <BlockStack gap="400">
        <Verdict sync={sync} />
        {sync.resources.length > 0 && <ResourcesCard sync={sync} />}
        {olderOrders !== null && <OlderOrdersCard {...olderOrders} />}
        {sync.resources.length > 0 && <FindsCard sync={sync} />}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function Verdict({ sync }: { sync: Sync }) {
  const { resources, isImported } = sync;
  if (resources.length === 0) {
    return (
      <Card>
        <EmptyMessage
          heading={isImported ? "The first look is still to come" : "Your shop is being imported"}
          text={
            isImported
              ? "Kindred looks within a few minutes of the import for what was changed meanwhile."
              : "Once everything is here, Kindred begins to compare it with what Shopify has."
          }
        />
      </Card>
    );
  }
  const held = resources.filter((it) => it.reason !== null);
  const kept = resources.filter((it) => it.keptCount > 0);
  return (
    <>
      {held.map(({ resource, reason }) => (
        <Banner
          key={resource}
          tone="warning"
          title={`Your ${NOUNS[resource].many} could not be compared`}
        >
          <p>{reason}. Kindred tries again in a quarter of an hour.</p>
        </Banner>
      ))}
      {kept.map(({ resource, keptCount }) => (
        <Banner
          key={resource}
          tone="warning"
          title={`Shopify shows ${formatCounted(keptCount, NOUNS[resource].one, NOUNS[resource].many)} fewer than there are here`}
        >
          <p>
            That is too many to have been deleted in a day, so Kindred keeps them. It may have lost
            its access to them: check what the app may see in your shop&apos;s settings, under Apps.
          </p>
        </Banner>
      ))}
      {resources.filter(hasUnequalCounts).map(({ resource }) => (
        <Banner
          key={resource}
          title={`Shopify and Kindred count your ${NOUNS[resource].many} differently`}
        >
          <p>
            Each one was compared, and what was missing is taken in. They are counted again later.
          </p>
        </Banner>
      ))}
      {isUpToDate(resources) && (
        <Banner tone="success" title="Everything is up to date">
          <p>
            {resources.every((it) => it.countedAt !== null)
              ? "Kindred has what Shopify has."
              : "Every change so far is here. The first full count is tonight."}
          </p>
        </Banner>
      )}
    </>
  );
}

function ResourcesCard({ sync: { resources, timeZone } }: { sync: Sync }) {
  return (
    <Card padding="0">
      <IndexTable
        resourceName={{ singular: "kind", plural: "kinds" }}
        itemCount={resources.length}
        selectable={false}
        headings={[
          { title: "" },
          { title: "At Shopify", alignment: "end" },
          { title: "In Kindred", alignment: "end" },
          { title: "Counted" },
          { title: "Changes seen up to" },
        ]}
      >
        {resources.map((it, position) => (
          <IndexTable.Row id={it.resource} key={it.resource} position={position}>
            <IndexTable.Cell>
              <Text as="span" fontWeight="semibold">
                {TITLES[it.resource]}
              </Text>
            </IndexTable.Cell>
            <IndexTable.Cell>
              <Text as="span" alignment="end" numeric>
                {it.shopifyCount === null ? "–" : formatCount(it.shopifyCount)}
              </Text>
            </IndexTable.Cell>
            <IndexTable.Cell>
              <Text as="span" alignment="end" numeric>
                {it.ownCount === null ? "–" : formatCount(it.ownCount)}
              </Text>
            </IndexTable.Cell>
            <IndexTable.Cell>
              {it.countedAt === null ? "Tonight" : formatInstant(it.countedAt, timeZone)}
            </IndexTable.Cell>
            <IndexTable.Cell>{formatInstant(it.syncedUntil, timeZone)}</IndexTable.Cell>
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}

function FindsCard({ sync: { days } }: { sync: Sync }) {
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            What Kindred found on its own
          </Text>
          <Text as="p" tone="subdued">
            Changes of the last 30 days that Shopify had not reported. They count as if it had:
            orders are credited to their emails, and what was deleted is forgotten.
          </Text>
        </BlockStack>
        {days.length === 0 && <Text as="p">None. Shopify reported every change.</Text>}
        {days.map(({ day, finds }) => (
          <BlockStack gap="100" key={day}>
            <Text as="h3" variant="headingSm">
              {formatCalendarDay(day)}
            </Text>
            <List>
              {finds.map((find) => (
                <List.Item key={find.resource}>{findWords(find)}</List.Item>
              ))}
            </List>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
