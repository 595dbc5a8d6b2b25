import { Banner, BlockStack, Layout, Page } from "@shopify/polaris";
import { formatCounted, formatDay } from "~/components/formats";
import { SendingBlockBanners } from "~/components/email/sending-block-banners";
import type { SendingBlock } from "~/delivery/sending-blocks/sending-block";
import type { HomeSummary, SetupSummary } from "~/feedback/home/home-summary.server";
import { ActivityCard } from "./activity-card";
import { FeedCard } from "./feed-card";
import { LiftCard } from "./lift-card";
import { RevenueCard } from "./revenue-card";
import { SetupGuide } from "./setup-guide";

interface HomePageProps {
  home: HomeSummary;
  sendingBlocks: readonly SendingBlock[];
  onDismissSetup: () => void;
}

export function HomePage({ home, sendingBlocks, onDismissSetup }: HomePageProps) {
  const { shop, setup, activity, feed, revenue, lift, silence } = home;
  const hasLiveFlow = setup.liveFlowCount > 0;
  const failed = setup.backfills.filter(({ state }) => state === "failed");
  return (
    <Page title="Home" subtitle={shop.name}>
      <Layout>
        {failed.length > 0 && (
          <Layout.Section>
            <Banner tone="critical" title="Part of your store could not be read">
              <p>
                {failed.map(({ resource }) => resource).join(", ")}: Kindred tries again by itself.
                What is already read is kept.
              </p>
            </Banner>
          </Layout.Section>
        )}
        {silence !== null && (
          <Layout.Section variant="fullWidth">
            <SilenceBanner silence={silence} timeZone={shop.timeZone} />
          </Layout.Section>
        )}
        {sendingBlocks.length > 0 && (
          <Layout.Section variant="fullWidth">
            <SendingBlockBanners sendingBlocks={sendingBlocks} />
          </Layout.Section>
        )}
        {setup.isDismissed && hasLiveFlow && <SenderBanner setup={setup} />}
        {!setup.isDismissed && (
          <Layout.Section variant="fullWidth">
            <SetupGuide setup={setup} onDismiss={onDismissSetup} />
          </Layout.Section>
        )}
        <Layout.Section>
          <BlockStack gap="400">
            <RevenueCard
              timeZone={shop.timeZone}
              changedAt={home.changedAt}
              isChangeApproved={home.isChangeApproved}
              revenue={revenue}
              currency={shop.currency}
              hasLiveFlow={hasLiveFlow}
            />
            <ActivityCard activity={activity} />
            <LiftCard lift={lift} timeZone={shop.timeZone} currency={shop.currency} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <FeedCard feed={feed} timeZone={shop.timeZone} />
        </Layout.Section>
      </Layout>
    </Page>
  );
}

/** Missing orders may mean that Shopify no longer sends them to Kindred. */
function SilenceBanner({
  silence: { lastOrderAt, ordersPerWeek },
  timeZone,
}: {
  silence: NonNullable<HomeSummary["silence"]>;
  timeZone: string;
}) {
  const usual = ordersPerWeek < 1 ? "less than one order" : formatCounted(ordersPerWeek, "order");
  return (
    <Banner
      tone="warning"
      title={`No orders since ${formatDay(lastOrderAt, timeZone)}`}
      action={{ content: "Check sync status", url: "/app/sync" }}
    >
      <p>{`Your store usually has about ${usual} a week. If it had orders since, Kindred may have lost its connection to Shopify. If your store is closed, there is nothing to do.`}</p>
    </Banner>
  );
}

/** Without the guide, nothing else explains why no email is sent. */
function SenderBanner({ setup }: { setup: SetupSummary }) {
  const missing = [
    ...(setup.isSenderReady ? [] : ["your sender address"]),
    ...(setup.isBrandReady ? [] : ["your brand with its postal address"]),
  ];
  if (missing.length === 0) return null;
  return (
    <Layout.Section>
      <Banner
        tone="warning"
        title="A flow is on, and its emails wait"
        action={{ content: "Open settings", url: "/app/settings" }}
      >
        <p>{`Set ${missing.join(" and ")}. Emails leave once this is done, if they are not too late by then.`}</p>
      </Banner>
    </Layout.Section>
  );
}
