import {
  BlockStack,
  Button,
  Card,
  InlineStack,
  Link,
  Page,
  ProgressBar,
  Text,
} from "@shopify/polaris";
import { CampaignStatusBadge } from "~/components/campaigns/campaign-status-badge";
import { KeyFigures } from "~/components/charts/figures";
import { formatCount, formatInstant } from "~/components/formats";
import { EmptyMessage } from "~/components/lists/empty-message";
import type { CampaignList } from "~/feedback/campaigns/campaign-page.server";
import { formatMoney } from "~/lib/money";

interface CampaignsPageProps {
  list: CampaignList;
  isCreating: boolean;
  onCreate: () => void;
}

export function CampaignsPage({ list, isCreating, onCreate }: CampaignsPageProps) {
  return (
    <Page
      title="Campaigns"
      subtitle="One message, to one group of customers, at one time"
      primaryAction={{ content: "Create campaign", loading: isCreating, onAction: onCreate }}
    >
      <BlockStack gap="400">
        {list.campaigns.length === 0 && <NoCampaigns onCreate={onCreate} />}
        {list.campaigns.map((campaign) => (
          <CampaignCard key={campaign.campaignId} campaign={campaign} list={list} />
        ))}
      </BlockStack>
    </Page>
  );
}

interface CampaignCardProps {
  campaign: CampaignList["campaigns"][number];
  list: CampaignList;
}

function CampaignCard({ campaign, list: { currency, timeZone } }: CampaignCardProps) {
  const { campaignId, name, status, startsAt, numbers, progress } = campaign;
  const { subject, audience } = campaign;
  const isUnderWay = status === "sending" || status === "paused";
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd" id={`of-${campaignId}`}>
              <Link url={`/app/campaigns/${campaignId}`} removeUnderline>
                {name}
              </Link>
            </Text>
            <CampaignStatusBadge status={status} />
          </InlineStack>
          <Text as="p" tone="subdued" breakWord>
            {`${subject.trim() === "" ? "No subject yet" : subject} · ${audience}`}
          </Text>
          {startsAt !== null && (
            <Text as="p" variant="bodySm" tone="subdued">
              {formatInstant(startsAt, timeZone)}
            </Text>
          )}
        </BlockStack>
        {isUnderWay && (
          <ProgressBar
            progress={Math.round(progress * 100)}
            size="small"
            ariaLabelledBy={`of-${campaignId}`}
          />
        )}
        {status !== "draft" && status !== "scheduled" && (
          <KeyFigures
            figures={[
              { label: "Sent", value: formatCount(numbers.sent) },
              { label: "Clicked", value: formatCount(numbers.clicked) },
              { label: "Orders credited", value: formatCount(numbers.orders) },
              { label: "Net revenue", value: formatMoney({ minor: numbers.netMinor, currency }) },
            ]}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function NoCampaigns({ onCreate }: { onCreate: () => void }) {
  return (
    <Card>
      <EmptyMessage
        heading="Tell many customers about one thing"
        text="A campaign is for news: a new range, a sale, a season. Choose whom it goes to, write it, and see how many will get it before anything leaves. Flows keep writing on their own meanwhile."
      />
      <InlineStack align="center">
        <Button onClick={onCreate}>Write the first one</Button>
      </InlineStack>
    </Card>
  );
}
