import { Banner, BlockStack, Layout, Page } from "@shopify/polaris";
import type { HomeSummary } from "~/feedback/home-summary.server";
import { FeedCard } from "./feed-card";
import { LiftCard } from "./lift-card";
import { RevenueCard } from "./revenue-card";
import { SetupGuide } from "./setup-guide";
import { TodayCard } from "./today-card";

interface HomePageProps {
  home: HomeSummary;
  onDismissSetup: () => void;
}

export function HomePage({ home, onDismissSetup }: HomePageProps) {
  const { shop, setup, today, feed, revenue, lift } = home;
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
        {!setup.isDismissed && (
          <Layout.Section variant="fullWidth">
            <SetupGuide setup={setup} onDismiss={onDismissSetup} />
          </Layout.Section>
        )}
        <Layout.Section>
          <BlockStack gap="400">
            <RevenueCard revenue={revenue} currency={shop.currency} />
            <LiftCard lift={lift} timeZone={shop.timeZone} />
            <TodayCard today={today} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <FeedCard feed={feed} timeZone={shop.timeZone} />
        </Layout.Section>
      </Layout>
    </Page>
  );
}
