import { Banner, BlockStack, Card, InlineStack, Page, ProgressBar, Text } from "@shopify/polaris";
import { useState } from "react";
import { CampaignStatusBadge } from "~/components/campaigns/campaign-status-badge";
import { KeyFigures } from "~/components/charts/figures";
import { formatCounted, formatCount, formatInstant, formatRate } from "~/components/formats";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { DiscountRefused } from "~/components/email/discount-refused";
import { useRefresh } from "~/components/use-refresh";
import type { CampaignTest } from "~/campaigns/campaign";
import type { CampaignAct } from "~/delivery/campaigns/act-on-campaign.server";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import type { CampaignPage } from "~/feedback/campaigns/campaign-page.server";
import { useText } from "~/i18n/text-provider";
import { formatMoney } from "~/lib/money";
import { PlanCard } from "./plan-card";
import { UndoBanner } from "./undo-banner";

interface StartedPageProps {
  campaign: CampaignPage;
  error: string | null;
  busyWith: CampaignAct["act"] | null;
  onAct: (request: CampaignAct) => void;
}

const UNDER_WAY_MS = 3_000;
const AT_REST_MS = 60_000;

/** A started or finished campaign: progress, outcomes and results. */
export function StartedPage({ campaign, error, busyWith, onAct }: StartedPageProps) {
  const isBusy = busyWith !== null;
  const { name, status } = campaign;
  useRefresh(status === "sending" || status === "scheduled" ? UNDER_WAY_MS : AT_REST_MS);
  const [isEnding, setIsEnding] = useState(false);
  const command = (content: string, act: "pause" | "resume") => ({
    content,
    disabled: isBusy,
    loading: busyWith === "command",
    onAction: () => onAct({ act: "command", command: act }),
  });
  const hasBegun = campaign.audienceCounts.members > 0;
  const isOver = status === "sent" || status === "canceled";
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
        ...(isOver
          ? []
          : [
              {
                content: "Cancel campaign",
                destructive: true,
                disabled: isBusy,
                onAction: () => setIsEnding(true),
              },
            ]),
        {
          content: "Duplicate",
          disabled: isBusy,
          onAction: () => onAct({ act: "copy", to: "same" }),
        },
        ...(campaign.numbers.sent > 0
          ? [
              {
                content: "Write again to who did not click",
                disabled: isBusy,
                onAction: () => onAct({ act: "copy", to: "not_clicked" }),
              },
            ]
          : []),
      ]}
    >
      <BlockStack gap="400">
        {error !== null && <Banner tone="critical" title={error} />}
        {campaign.undoMs > 0 && (
          <UndoBanner
            undoMs={campaign.undoMs}
            isBusy={isBusy}
            onUndo={() => onAct({ act: "undo" })}
          />
        )}
        <DiscountRefused refusals={campaign.refusals} timeZone={campaign.timeZone} />
        <ProgressCard campaign={campaign} />
        <PlanCard campaign={campaign} />
        {hasBegun && <ResultsCard campaign={campaign} />}
        {hasBegun && campaign.test !== null && <TestResults campaign={campaign} />}
        {hasBegun && <AudienceCard campaign={campaign} />}
      </BlockStack>
      <ConfirmModal
        isOpen={isEnding && !isOver}
        title={`Cancel “${name}”?`}
        text="What has not left by now never will, and it cannot be started again. To hold it for a while, pause it."
        action="Cancel campaign"
        keep="Keep it"
        onConfirm={() => {
          setIsEnding(false);
          onAct({ act: "command", command: "cancel" });
        }}
        onClose={() => setIsEnding(false)}
      />
    </Page>
  );
}

function ProgressCard({ campaign }: { campaign: CampaignPage }) {
  const { status, startsAt, timeZone, numbers, progress, toCome } = campaign;
  const { waiting, leaving, sent, notSent } = numbers;
  const settled = sent + notSent.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd" id="campaign-progress">
          {STATUS_TEXTS[status]}
        </Text>
        {startsAt !== null && status === "scheduled" && (
          <Text as="p" tone="subdued">{`Begins on ${formatInstant(startsAt, timeZone)}.`}</Text>
        )}
        <ProgressBar progress={Math.round(progress * 100)} ariaLabelledBy="campaign-progress" />
        <KeyFigures
          figures={[
            { label: "Sent", value: formatCount(sent) },
            {
              label: "Waiting",
              value: formatCount(waiting + toCome),
              ...(toCome > 0 && { note: "As foreseen when it was started" }),
            },
            { label: "With the email provider", value: formatCount(leaving) },
            { label: "Not sent", value: formatCount(settled - sent) },
          ]}
        />
      </BlockStack>
    </Card>
  );
}

const STATUS_TEXTS: Readonly<Record<CampaignPage["status"], string>> = {
  draft: "Not started",
  scheduled: "Waits for its time",
  sending: "Being sent",
  paused: "Paused: nothing leaves until you resume it",
  sent: "Sent",
  canceled: "Canceled: nothing of it leaves any more",
};

function ResultsCard({ campaign: { numbers, currency } }: { campaign: CampaignPage }) {
  const { sent, clicked, orders, netMinor } = numbers;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What it did
        </Text>
        <KeyFigures
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

const TITLES = {
  subject: "The subjects",
  content: "The emails",
  time: "The times",
} as const;

function TestResults({ campaign: { plan, test } }: { campaign: CampaignPage }) {
  if (test === null || plan.test === null) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {TITLES[plan.test.others.kind]}
        </Text>
        <BlockStack as="ul" gap="300">
          {test.variants.map(({ name, sent, clicked }, i) => (
            <Line
              key={i}
              label={`${name}${test.chosen === i ? " (chosen)" : ""}`}
              value={`${formatCount(clicked)} of ${formatCount(sent)} clicked${
                sent > 0 ? `, ${formatRate(clicked / sent)}` : ""
              }`}
            />
          ))}
        </BlockStack>
        <Text as="p" tone="subdued">
          {testWords(test, plan.test)}
        </Text>
      </BlockStack>
    </Card>
  );
}

/** The state of the test. */
function testWords(
  { wave, waveCount, chosen, shares }: NonNullable<CampaignPage["test"]>,
  { rule, testHours }: CampaignTest,
): string {
  if (rule === "commit") {
    return chosen === null
      ? `Each gets an equal share of the test’s part. The best one is chosen ${formatCounted(testHours, "hour")} after the last of that has left, and goes to the rest.`
      : "The rest: the chosen one, but for the share that checks the choice.";
  }
  const of = `Part ${wave + 1} of ${waveCount}`;
  return wave === 0
    ? `${of}: each gets an equal share.`
    : `${of}: ${shares.map((share) => formatRate(share, 0)).join(", ")} get each of them, in this order, by how sure it is that it is clicked in most.`;
}

function AudienceCard({
  campaign: { audienceCounts, numbers, toCome, status },
}: {
  campaign: CampaignPage;
}) {
  const delivery = useText("delivery");
  const { members, noConsent, suppressed, noAddress, holdout } = audienceCounts;
  const lines = [
    {
      label: toCome > 0 || status === "canceled" ? "Looked at so far" : "In the audience",
      count: members,
    },
    { label: "Have not agreed to marketing email", count: noConsent },
    { label: "Address is suppressed", count: suppressed },
    { label: "Have no email address", count: noAddress },
    { label: "Left alone on purpose, to measure what email earns", count: holdout },
    ...numbers.notSent.map(({ reason, count }) => ({
      label: describeSkipReason(reason, delivery),
      count,
    })),
    { label: "Not yet decided", count: numbers.waiting + numbers.leaving },
    { label: "Sent", count: numbers.sent },
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What became of each
        </Text>
        <BlockStack as="ul" gap="300">
          {lines
            .filter(({ count }, i) => count > 0 || i === 0)
            .map(({ label, count }) => (
              <Line key={label} label={label} value={formatCount(count)} />
            ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

function Line({ label, value }: { label: string; value: string }) {
  return (
    <InlineStack as="li" align="space-between" gap="200" wrap={false}>
      <Text as="span">{label}</Text>
      <Text as="span" numeric>
        {value}
      </Text>
    </InlineStack>
  );
}
