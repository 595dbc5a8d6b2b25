import { Banner, BlockStack, Card, InlineStack, Page, ProgressBar, Text } from "@shopify/polaris";
import { CampaignStatusBadge } from "~/components/campaigns/campaign-status-badge";
import { Figures } from "~/components/charts/figures";
import { formatCount, formatInstant, formatRate } from "~/components/formats";
import { useRefresh } from "~/components/use-refresh";
import type { CampaignAct } from "~/delivery/campaigns/act-on-campaign.server";
import type { CampaignPage } from "~/feedback/campaigns/campaign-page.server";
import { formatMoney } from "~/lib/money";

interface StartedPageProps {
  campaign: CampaignPage;
  error: string | null;
  isBusy: boolean;
  onAct: (asked: CampaignAct) => void;
}

const UNDER_WAY_MS = 3_000;
const AT_REST_MS = 60_000;

/** A campaign on its way, or past it: how far it is, what became of each, and what it did. */
export function StartedPage({ campaign, error, isBusy, onAct }: StartedPageProps) {
  const { name, status } = campaign;
  useRefresh(status === "sending" || status === "scheduled" ? UNDER_WAY_MS : AT_REST_MS);
  const command = (content: string, asked: "pause" | "resume" | "cancel") => ({
    content,
    disabled: isBusy,
    destructive: asked === "cancel",
    onAction: () => onAct({ act: "command", command: asked }),
  });
  const isOver = status === "sent" || status === "cancelled";
  return (
    <Page
      title={name}
      titleMetadata={<CampaignStatusBadge status={status} />}
      backAction={{ content: "Campaigns", url: "/app/campaigns" }}
      {...(!isOver && {
        primaryAction:
          status === "paused" ? command("Resume", "resume") : command("Pause", "pause"),
      })}
      secondaryActions={[
        ...(isOver ? [] : [command("Cancel campaign", "cancel")]),
        { content: "Duplicate", onAction: () => onAct({ act: "copy", to: "same" }) },
        ...(campaign.numbers.sent > 0
          ? [
              {
                content: "Write again to who did not click",
                onAction: () => onAct({ act: "copy", to: "not_clicked" }),
              },
            ]
          : []),
      ]}
    >
      <BlockStack gap="400">
        {error !== null && <Banner tone="critical" title={error} />}
        <ProgressCard campaign={campaign} />
        <ResultsCard campaign={campaign} />
        {campaign.test !== null && <TestResults campaign={campaign} />}
        <AudienceCard campaign={campaign} />
      </BlockStack>
    </Page>
  );
}

function ProgressCard({ campaign }: { campaign: CampaignPage }) {
  const { status, startsAt, timeZone, numbers } = campaign;
  const { waiting, leaving, sent, notSent } = numbers;
  const settled = sent + notSent.reduce((sum, { count }) => sum + count, 0);
  const all = settled + waiting + leaving;
  const share = all === 0 ? 0 : settled / all;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd" id="campaign-progress">
          {STANDINGS[status]}
        </Text>
        {startsAt !== null && status === "scheduled" && (
          <Text as="p" tone="subdued">{`Begins on ${formatInstant(startsAt, timeZone)}.`}</Text>
        )}
        <ProgressBar progress={share * 100} ariaLabelledBy="campaign-progress" />
        <Figures
          figures={[
            { label: "Sent", value: formatCount(sent) },
            { label: "Waiting", value: formatCount(waiting) },
            { label: "With the mail provider", value: formatCount(leaving) },
            { label: "Not sent", value: formatCount(settled - sent) },
          ]}
        />
      </BlockStack>
    </Card>
  );
}

const STANDINGS: Readonly<Record<CampaignPage["status"], string>> = {
  draft: "Not started",
  scheduled: "Waits for its time",
  sending: "Being sent",
  paused: "Paused: nothing leaves until you resume it",
  sent: "Sent",
  cancelled: "Cancelled: nothing of it leaves any more",
};

function ResultsCard({ campaign: { numbers, currency } }: { campaign: CampaignPage }) {
  const { sent, clicked, orders, netMinor } = numbers;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What it did
        </Text>
        <Figures
          figures={[
            {
              label: "Clicked",
              value: formatCount(clicked),
              ...(sent > 0 && { note: formatRate(clicked / sent) }),
            },
            { label: "Orders credited", value: formatCount(orders) },
            { label: "Net revenue", value: formatMoney({ minor: netMinor, currency }) },
          ]}
        />
      </BlockStack>
    </Card>
  );
}

function TestResults({ campaign: { plan, test } }: { campaign: CampaignPage }) {
  const subjects = [plan.copy.subject, plan.test?.subject ?? ""];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          The two subjects
        </Text>
        {test?.results.map(({ sent, clicked }, i) => (
          <Line
            key={subjects[i]}
            label={`${subjects[i] ?? ""}${test.chosen === i ? " (chosen)" : ""}`}
            value={`${formatCount(clicked)} of ${formatCount(sent)} clicked`}
          />
        ))}
      </BlockStack>
    </Card>
  );
}

function AudienceCard({ campaign: { audienceCounts, numbers } }: { campaign: CampaignPage }) {
  const { members, noConsent, suppressed, noAddress, holdout } = audienceCounts;
  const lines = [
    { label: "In the audience", count: members },
    { label: "Have not agreed to marketing mail", count: noConsent },
    { label: "Address is suppressed", count: suppressed },
    { label: "Have no e-mail address", count: noAddress },
    { label: "Left alone on purpose, to measure what mail earns", count: holdout },
    ...numbers.notSent.map(({ reason, count }) => ({ label: reason, count })),
    { label: "Sent", count: numbers.sent },
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What became of each
        </Text>
        {lines
          .filter(({ count }, i) => count > 0 || i === 0)
          .map(({ label, count }) => (
            <Line key={label} label={label} value={formatCount(count)} />
          ))}
      </BlockStack>
    </Card>
  );
}

function Line({ label, value }: { label: string; value: string }) {
  return (
    <InlineStack align="space-between" gap="200" wrap={false}>
      <Text as="span">{label}</Text>
      <Text as="span" numeric>
        {value}
      </Text>
    </InlineStack>
  );
}
