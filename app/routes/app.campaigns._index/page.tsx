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
import { describeAudience } from "~/components/campaigns/describe-audience";
import { CountedAt } from "~/components/charts/counted-at";
import { KeyFigures } from "~/components/charts/figures";
import { useMergeNames } from "~/components/email/use-merge-names";
import { EmptyMessage } from "~/components/lists/empty-message";
import type { CampaignList } from "~/pages/campaigns/campaign-page.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { readableMerge } from "~/messages/merge/readable";

interface CampaignsPageProps {
  list: CampaignList;
  isCreating: boolean;
  onCreate: () => void;
}

export function CampaignsPage({ list, isCreating, onCreate }: CampaignsPageProps) {
  const text = useText("campaigns");
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      primaryAction={{ content: text("create"), loading: isCreating, onAction: onCreate }}
      secondaryActions={[
        { content: text("gallery.open"), url: "/app/campaigns/templates" },
        { content: text("calendar.open"), url: "/app/campaigns/calendar" },
      ]}
    >
      <BlockStack gap="400">
        {list.campaigns.length === 0 && <NoCampaigns onCreate={onCreate} />}
        <CountedAt at={list.countedAt} />
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

function CampaignCard({ campaign, list: { currency } }: CampaignCardProps) {
  const text = useText("campaigns");
  const format = useFormat();
  const mergeName = useMergeNames();
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
            {text("list.row", {
              subject:
                subject.trim() === "" ? text("noSubject") : readableMerge(subject, mergeName),
              audience: describeAudience(audience, text, format),
            })}
          </Text>
          {startsAt !== null && (
            <Text as="p" variant="bodySm" tone="subdued">
              {format.instant(startsAt)}
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
              { label: text("figure.sent"), value: format.count(numbers.sent) },
              { label: text("figure.clicked"), value: format.count(numbers.clicked) },
              { label: text("figure.orders"), value: format.count(numbers.orders) },
              {
                label: text("figure.netRevenue"),
                value: format.money({ minor: numbers.netMinor, currency }),
              },
            ]}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function NoCampaigns({ onCreate }: { onCreate: () => void }) {
  const text = useText("campaigns");
  return (
    <Card>
      <EmptyMessage heading={text("empty.heading")} text={text("empty.text")} />
      <InlineStack align="center" gap="200">
        <Button onClick={onCreate}>{text("create")}</Button>
        <Button url="/app/campaigns/templates">{text("gallery.open")}</Button>
      </InlineStack>
    </Card>
  );
}
