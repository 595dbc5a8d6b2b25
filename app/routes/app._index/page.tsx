import { Banner, BlockStack, Layout, Page } from "@shopify/polaris";
import { SendingBlockBanners } from "~/components/email/sending-block-banners";
import type { SendingBlock } from "~/delivery/sending-blocks/sending-block";
import type { HomeSummary, SetupSummary } from "~/pages/home/home-summary.server";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ThemeState } from "~/shopify/theme-parts";
import { ActivityCard } from "./activity-card";
import { FeedCard } from "./feed-card";
import { LiftCard } from "./lift-card";
import { NextActionsCard } from "./next-actions-card";
import { RevenueCard } from "./revenue-card";
import { SetupGuide } from "./setup-guide";
import { StorefrontCard } from "./storefront-card";
import type { FlowSwitch } from "./use-flow-switch";

interface HomePageProps {
  home: HomeSummary;
  sendingBlocks: readonly SendingBlock[];
  onDismissSetup: () => void;
  onChooseIndustry: (industry: string) => void;
  onKeepLook: () => void;
  onSetHoldout: (rate: number) => void;
  flowSwitch: FlowSwitch;
  /** Which blocks are in the store's theme; null: not known. */
  theme: ThemeState | null;
  isOpeningLapsing: boolean;
  onEmailLapsing: () => void;
}

export function HomePage(props: HomePageProps) {
  const { home, sendingBlocks, onDismissSetup, onSetHoldout, flowSwitch, theme } = props;
  const { shop, setup, activity, countedAt, feed, revenue, lift, silence, storefront } = home;
  const text = useText("home");
  const format = useFormat();
  const hasLiveFlow = setup.liveFlowCount > 0;
  const failed = setup.backfills.filter(({ state }) => state === "failed");
  return (
    <Page title={text("title")} subtitle={text("subtitle")}>
      <Layout>
        {failed.length > 0 && (
          <Layout.Section>
            <Banner tone="critical" title={text("failed.title")}>
              <p>
                {text("failed.text", {
                  resources: format.list(
                    failed.map(({ resource }) => text(`resource.${resource}`)),
                  ),
                })}
              </p>
            </Banner>
          </Layout.Section>
        )}
        {silence !== null && (
          <Layout.Section variant="fullWidth">
            <SilenceBanner silence={silence} />
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
            <SetupGuide
              setup={setup}
              embedUrl={storefront.editorUrls.identity}
              hasEmbed={theme?.identity === true}
              onDismiss={onDismissSetup}
              onChooseIndustry={props.onChooseIndustry}
              onKeepLook={props.onKeepLook}
            />
          </Layout.Section>
        )}
        <Layout.Section>
          <BlockStack gap="400">
            <RevenueCard
              changedAt={home.changedAt}
              isChangeApproved={home.isChangeApproved}
              revenue={revenue}
              currency={shop.currency}
              hasLiveFlow={hasLiveFlow}
              lift={lift}
            />
            <NextActionsCard
              suggestions={home.suggestions}
              lapsing={home.lapsing}
              approvals={home.approvals}
              currency={shop.currency}
              flowSwitch={flowSwitch}
              isOpeningLapsing={props.isOpeningLapsing}
              onEmailLapsing={props.onEmailLapsing}
            />
            <ActivityCard activity={activity} countedAt={countedAt} currency={shop.currency} />
            <LiftCard lift={lift} currency={shop.currency} onSetHoldout={onSetHoldout} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <StorefrontCard storefront={storefront} theme={theme} />
            <FeedCard feed={feed} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

/** Missing orders may mean that Shopify no longer sends them to Kindred. */
function SilenceBanner({
  silence: { lastOrderAt, ordersPerWeek },
}: {
  silence: NonNullable<HomeSummary["silence"]>;
}) {
  const text = useText("home");
  const format = useFormat();
  return (
    <Banner
      tone="warning"
      title={text("silence.title", { day: format.day(lastOrderAt) })}
      action={{ content: text("silence.action"), url: "/app/sync" }}
    >
      <p>
        {ordersPerWeek < 1
          ? text("silence.textRare")
          : text("silence.text", { orders: ordersPerWeek })}
      </p>
    </Banner>
  );
}

/** Without the guide, nothing else explains why no email is sent. */
function SenderBanner({ setup: { isSenderReady, isBrandReady } }: { setup: SetupSummary }) {
  const text = useText("home");
  if (isSenderReady && isBrandReady) return null;
  const missing = isSenderReady ? "brand" : isBrandReady ? "sender" : "both";
  return (
    <Layout.Section>
      <Banner
        tone="warning"
        title={text("onHold.title")}
        action={{ content: text("onHold.action"), url: "/app/settings" }}
      >
        <p>{text(`onHold.${missing}`)}</p>
      </Banner>
    </Layout.Section>
  );
}
