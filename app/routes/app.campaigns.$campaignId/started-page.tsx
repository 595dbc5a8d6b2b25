import { BlockStack, Card, Page, ProgressBar, Text } from "@shopify/polaris";
import { useState } from "react";
import { ErrorBanner } from "~/components/error-banner";
import { CampaignStatusBadge } from "~/components/campaigns/campaign-status-badge";
import { CountedAt } from "~/components/charts/counted-at";
import { KeyFigures } from "~/components/charts/figures";
import { ConfirmModal } from "~/components/forms/confirm-modal";
import { DiscountRefused } from "~/components/email/discount-refused";
import { TitledCard } from "~/components/titled-card";
import { useRefresh } from "~/components/use-refresh";
import type { CampaignAct } from "~/pages/campaigns/act-on-campaign.server";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { ClicksCard } from "./clicks-card";
import { CountLine } from "./count-line";
import { ResultsCard } from "./results-card";
import { ExclusionResults } from "./exclusion-results";
import { PlanCard } from "./plan-card";
import { TestResults } from "./test-results";
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
  const text = useText("campaigns");
  const isBusy = busyWith !== null;
  const { name, status } = campaign;
  useRefresh(status === "sending" || status === "scheduled" ? UNDER_WAY_MS : AT_REST_MS);
  const [isEnding, setIsEnding] = useState(false);
  const command = (act: "pause" | "resume") => ({
    content: text(`act.${act}`),
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
      backAction={{ content: text("title"), url: "/app/campaigns" }}
      {...(!isOver && {
        primaryAction: status === "paused" ? command("resume") : command("pause"),
      })}
      secondaryActions={[
        ...(isOver
          ? []
          : [
              {
                content: text("act.cancel"),
                destructive: true,
                disabled: isBusy,
                onAction: () => setIsEnding(true),
              },
            ]),
        {
          content: text("act.duplicate"),
          disabled: isBusy,
          onAction: () => onAct({ act: "copy", to: "same", name: text("copy.same", { name }) }),
        },
        ...(campaign.numbers.sent > 0
          ? [
              {
                content: text("act.resend"),
                disabled: isBusy,
                onAction: () =>
                  onAct({
                    act: "copy",
                    to: "not_clicked",
                    name: text("copy.not_clicked", { name }),
                  }),
              },
            ]
          : []),
      ]}
    >
      <BlockStack gap="400">
        {error !== null && <ErrorBanner title={error} />}
        {campaign.undoMs > 0 && (
          <UndoBanner
            undoMs={campaign.undoMs}
            isBusy={isBusy}
            onUndo={() => onAct({ act: "undo" })}
          />
        )}
        <DiscountRefused refusals={campaign.refusals} />
        <ProgressCard campaign={campaign} />
        <PlanCard campaign={campaign} />
        {hasBegun && <ResultsCard campaign={campaign} />}
        {campaign.links.length > 0 && <ClicksCard campaign={campaign} />}
        {hasBegun && campaign.test !== null && <TestResults campaign={campaign} />}
        {campaign.exclusion && <ExclusionResults result={campaign.exclusion} />}
        {hasBegun && <AudienceCard campaign={campaign} />}
        <CountedAt at={campaign.countedAt} />
      </BlockStack>
      <ConfirmModal
        isOpen={isEnding && !isOver}
        title={text("cancel.title", { name })}
        text={text("cancel.text")}
        action={text("act.cancel")}
        keep={text("keep")}
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
  const text = useText("campaigns");
  const format = useFormat();
  const { status, startsAt, numbers, progress, toCome } = campaign;
  const { waiting, leaving, sent, notSent } = numbers;
  const settled = sent + notSent.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd" id="campaign-progress">
          {text(`progress.${status}`)}
        </Text>
        {startsAt !== null && status === "scheduled" && (
          <Text as="p" tone="subdued">
            {text("progress.starts", { time: format.instant(startsAt) })}
          </Text>
        )}
        <ProgressBar progress={Math.round(progress * 100)} ariaLabelledBy="campaign-progress" />
        <KeyFigures
          figures={[
            { label: text("figure.sent"), value: format.count(sent) },
            {
              label: text("figure.waiting"),
              value: format.count(waiting + toCome),
              ...(toCome > 0 && { note: text("figure.waiting.estimated") }),
            },
            { label: text("figure.leaving"), value: format.count(leaving) },
            { label: text("figure.notSent"), value: format.count(settled - sent) },
          ]}
        />
      </BlockStack>
    </Card>
  );
}

function AudienceCard({
  campaign: { audienceCounts, numbers, toCome, status },
}: {
  campaign: CampaignPage;
}) {
  const text = useText("campaigns");
  const format = useFormat();
  const delivery = useText("delivery");
  const { members, noConsent, suppressed, noAddress, holdout } = audienceCounts;
  const lines = [
    {
      label: text(
        toCome > 0 || status === "canceled" ? "outcome.plannedSoFar" : "waterfall.members",
      ),
      count: members,
    },
    { label: text("waterfall.noConsent"), count: noConsent },
    { label: text("waterfall.suppressed"), count: suppressed },
    { label: text("waterfall.noAddress"), count: noAddress },
    { label: text("waterfall.holdout"), count: holdout },
    ...numbers.notSent.map(({ reason, count }) => ({
      label: describeSkipReason(reason, delivery),
      count,
    })),
    { label: text("outcome.waiting"), count: numbers.waiting + numbers.leaving },
    { label: text("outcome.sent"), count: numbers.sent },
  ];
  return (
    <TitledCard title={text("outcome.title")} gap="300">
      <BlockStack as="ul" gap="300">
        {lines
          .filter(({ count }, i) => count > 0 || i === 0)
          .map(({ label, count }) => (
            <CountLine key={label} label={label} value={format.count(count)} />
          ))}
      </BlockStack>
    </TitledCard>
  );
}
