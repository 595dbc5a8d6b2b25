import type { ComponentProps } from "react";
import { Banner, BlockStack, Box, Card, List, Page, Text } from "@shopify/polaris";
import { EmptyMessage } from "~/components/lists/empty-message";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import { OlderOrdersCard } from "./older-orders-card";
import type { SyncPageData as Sync } from "~/pages/sync/sync-page.server";
import { describeFinds, hasUnequalCounts, isUpToDate } from "./sync-words";

const COLUMNS = ["shopify", "kindred", "counted", "synced"] as const;

interface SyncPageProps {
  sync: Sync;
  isSubmitting: boolean;
  onCompare: () => void;
  /** The request for older orders; null: already granted. */
  olderOrders: ComponentProps<typeof OlderOrdersCard> | null;
}

export function SyncPage({ sync, isSubmitting, onCompare, olderOrders }: SyncPageProps) {
  const text = useText("sync");
  const isBusy = isSubmitting || sync.resources.some((it) => it.isBusy);
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      backAction={{ content: text("settings"), url: "/app/settings" }}
      {...(sync.resources.length > 0 && {
        primaryAction: {
          content: text(isBusy ? "comparing" : "compare"),
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
  const text = useText("sync");
  if (resources.length === 0) {
    return (
      <Card>
        <EmptyMessage
          heading={text(isImported ? "first.heading" : "importing.heading")}
          text={text(isImported ? "first.text" : "importing.text")}
        />
      </Card>
    );
  }
  const held = resources.filter((it) => it.reason !== null);
  const kept = resources.filter((it) => it.keptCount > 0);
  return (
    <>
      {held.map(({ resource, reason }) => (
        <Banner key={resource} tone="warning" title={text(`held.${resource}`)}>
          <p>{text("held.text", { reason: reason ?? "" })}</p>
        </Banner>
      ))}
      {kept.map(({ resource, keptCount }) => (
        <Banner
          key={resource}
          tone="warning"
          title={text(`kept.${resource}`, { count: keptCount })}
        >
          <p>{text("kept.text")}</p>
        </Banner>
      ))}
      {resources.filter(hasUnequalCounts).map(({ resource }) => (
        <Banner key={resource} title={text(`unequal.${resource}`)}>
          <p>{text("unequal.text")}</p>
        </Banner>
      ))}
      {isUpToDate(resources) && (
        <Banner tone="success" title={text("upToDate.title")}>
          <p>
            {text(
              resources.every((it) => it.countedAt !== null)
                ? "upToDate.counted"
                : "upToDate.uncounted",
            )}
          </p>
        </Banner>
      )}
    </>
  );
}

function ResourcesCard({ sync: { resources } }: { sync: Sync }) {
  const text = useText("sync");
  const format = useFormat();
  return (
    <Card padding="0">
      <ScrollableTable
        columnContentTypes={["text", "numeric", "numeric", "text", "text"]}
        headings={[
          <Text key="resource" as="span" visuallyHidden>
            {text("column.resource")}
          </Text>,
          ...COLUMNS.map((column) => text(`column.${column}`)),
        ]}
        rows={resources.map((it) => [
          <Text key="resource" as="span" fontWeight="semibold">
            {text(`resource.${it.resource}`)}
          </Text>,
          it.shopifyCount === null ? "–" : format.count(it.shopifyCount),
          it.ownCount === null ? "–" : format.count(it.ownCount),
          it.countedAt === null ? text("tonight") : format.instant(it.countedAt),
          format.instant(it.syncedUntil),
        ])}
      />
    </Card>
  );
}

function FindsCard({ sync: { days } }: { sync: Sync }) {
  const text = useText("sync");
  const format = useFormat();
  return (
    <TitledCard title={text("finds.title")} text={text("finds.text")} gap="300">
      {days.length === 0 && <Text as="p">{text("finds.none")}</Text>}
      {days.map(({ day, finds }) => (
        <BlockStack gap="100" key={day}>
          <Text as="h3" variant="headingSm">
            {format.calendarDay(day)}
          </Text>
          <List>
            {finds.map((find) => (
              <List.Item key={find.resource}>{format.list(describeFinds(find, text))}</List.Item>
            ))}
          </List>
        </BlockStack>
      ))}
    </TitledCard>
  );
}
