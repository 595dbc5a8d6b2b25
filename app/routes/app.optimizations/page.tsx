import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Layout,
  Page,
  Text,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import { ErrorBanner } from "~/components/error-banner";
import { CountedAt } from "~/components/charts/counted-at";
import { HowCalculated } from "~/components/charts/how-calculated";
import { IN_LINE_WITH_CARDS } from "~/components/in-line-with-cards";
import { Pager } from "~/components/lists/pager";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import type {
  OptimizationsError,
  OptimizationsRequest,
} from "~/pages/optimizations/answer-optimizations.server";
import type {
  OptimizationsPageData as Optimizations,
  ShownDecision,
} from "~/pages/optimizations/optimizations-page.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { evidenceOf, headlineOf, writeEmail, writeExperiment } from "./decision-words";
import { EarningsCard } from "./earnings-card";
import { FirstTestsCard } from "./first-tests-card";
import { TogetherCard } from "./together-card";
import { SendingLimitsCard } from "./sending-limits-card";
import { TestsCard } from "./tests-card";

interface OptimizationsPageProps {
  optimizations: Optimizations;
  isBusy: boolean;
  error: OptimizationsError | null;
  /** Distinguishes consecutive answers. */
  doneCount: number | null;
  onSubmit: (request: OptimizationsRequest) => void;
}

export function OptimizationsPage({
  optimizations,
  isBusy,
  error,
  doneCount,
  onSubmit,
}: OptimizationsPageProps) {
  const text = useText("optimizations");
  const format = useFormat();
  useSavedToast(doneCount, text("saved"));
  const { weeks, page, hasNext, tests, earnings, together, limits, progress, held, pausedAt } =
    optimizations;
  const isNew = page === 1 && weeks.length === 0 && tests.length === 0;
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      secondaryActions={
        pausedAt === null
          ? [
              {
                content: text("pauseAll"),
                disabled: isBusy,
                onAction: () => onSubmit({ kind: "pause_all" }),
              },
            ]
          : []
      }
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="500">
            {error && <RequestError error={error} />}
            {pausedAt !== null && (
              <Banner
                tone="warning"
                title={text("paused.title")}
                action={{
                  content: text("paused.resume"),
                  loading: isBusy,
                  onAction: () => onSubmit({ kind: "resume_all" }),
                }}
              >
                {text("paused.text", { time: format.instant(pausedAt) })}
              </Banner>
            )}
            {isNew ? (
              <Section title={text("first.title")}>
                <FirstTestsCard progress={progress} />
              </Section>
            ) : (
              <Section title={text("tests.title")}>
                <TestsCard {...{ tests, isBusy, onSubmit }} />
              </Section>
            )}
            {!isNew && (
              <Section title={text("groups.title")}>
                <TogetherCard {...together} currency={earnings.currency} />
              </Section>
            )}
            {!isNew && (
              <BlockStack gap="200">
                <SectionTitle>{text("learnings.title")}</SectionTitle>
                {weeks.length === 0 && page === 1 && (
                  <Card>
                    <Text as="p" tone="subdued">
                      {text("learnings.none")}
                    </Text>
                  </Card>
                )}
              </BlockStack>
            )}
            {weeks.map(({ monday, changes: its }) => (
              <BlockStack gap="200" key={monday}>
                <Box paddingInline={IN_LINE_WITH_CARDS}>
                  <Text as="p" tone="subdued">
                    {text("week", { day: format.calendarDay(monday) })}
                  </Text>
                </Box>
                {its.map((change) => (
                  <DecisionCard key={change.decisionId} {...{ change, isBusy, onSubmit }} />
                ))}
              </BlockStack>
            ))}
            <Pager
              page={page}
              hasNext={hasNext}
              pageUrl={(it) => `/app/optimizations?page=${it}`}
            />
            {held.length > 0 && (
              <Section title={text("held.title")}>
                <Card>
                  <BlockStack gap="300">
                    {held.map((it) => (
                      <HeldRow key={it.scopeKey} held={it} {...{ isBusy, onSubmit }} />
                    ))}
                  </BlockStack>
                </Card>
              </Section>
            )}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="500">
            <Section title={text("earnings.title")}>
              <EarningsCard earnings={earnings} />
            </Section>
            <Section title={text("limits.title")}>
              <SendingLimitsCard limits={limits} />
            </Section>
            <CountedAt at={optimizations.countedAt} />
          </BlockStack>
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

interface DecisionCardProps {
  change: ShownDecision;
  isBusy: boolean;
  onSubmit: (request: OptimizationsRequest) => void;
}

function DecisionCard({ change, isBusy, onSubmit }: DecisionCardProps) {
  const text = useText("optimizations");
  const recommendations = useText("recommendations");
  const format = useFormat();
  const writer = { text, recommendations, format };
  const { decisionId, kind, email, state, decidedAt } = change;
  const headline = headlineOf(change, writer);
  const evidence = evidenceOf(change, writer);
  const isLong = evidence.length > MAX_SENTENCES;
  const isProposal = change.evidence.kind === "fatigue";
  const approve = text(isProposal ? "approve" : "approveAll");
  const revert = text(isProposal ? "dismiss" : "revert");
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <InlineStack gap="200">
            <Badge>{text(`kind.${kind}`)}</Badge>
            {state === "reverted" && (
              <Badge tone="attention">
                {text(isProposal ? "state.dismissed" : "state.reverted")}
              </Badge>
            )}
            {state === "stands" && TESTS.includes(change.evidence.kind) && (
              <Badge tone="success">{text("state.running")}</Badge>
            )}
            {state === "replaced" && <Badge tone="info">{text("state.replaced")}</Badge>}
          </InlineStack>
          <Text as="span" tone="subdued">
            {format.instant(decidedAt)}
          </Text>
        </InlineStack>
        <Text as="h3" variant="headingSm" breakWord>
          {email === null
            ? headline
            : text("ofEmail", { email: writeEmail(email, text), headline })}
        </Text>
        <Sentences sentences={isLong ? evidence.slice(0, FIRST_SENTENCES) : evidence} />
        {isLong && (
          <HowCalculated>
            <Sentences sentences={evidence.slice(FIRST_SENTENCES)} />
          </HowCalculated>
        )}
        {state === "stands" && !ENDED.includes(change.evidence.kind) && (
          <InlineStack gap="200">
            {change.awaitsApproval && (
              <Button
                variant="primary"
                disabled={isBusy}
                onClick={() => onSubmit({ kind: "approve", decisionId })}
                accessibilityLabel={text("actionOn", { action: approve, headline })}
              >
                {approve}
              </Button>
            )}
            <Button
              disabled={isBusy}
              onClick={() => onSubmit({ kind: "revert", decisionId })}
              accessibilityLabel={text("actionOn", { action: revert, headline })}
            >
              {revert}
            </Button>
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}

/** Evidence with more sentences than `MAX_SENTENCES` begins with the first ones. */
const MAX_SENTENCES = 5;
const FIRST_SENTENCES = 3;

function Sentences({ sentences }: { sentences: readonly string[] }) {
  return (
    <BlockStack gap="100">
      {sentences.map((sentence) => (
        <Text as="p" key={sentence} breakWord>
          {sentence}
        </Text>
      ))}
    </BlockStack>
  );
}

/** Tests with a share of the customers or emails. */
const TESTS: readonly ShownDecision["evidence"]["kind"][] = ["trial", "tolerance"];

/** Changes that Kindred ended automatically, which cannot be reverted. */
const ENDED: readonly ShownDecision["evidence"]["kind"][] = [
  "compared",
  "worse",
  "stopped",
  "fatigue_gone",
];

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <BlockStack gap="200">
      <SectionTitle>{title}</SectionTitle>
      {children}
    </BlockStack>
  );
}

function SectionTitle({ children }: { children: ReactNode }) {
  return (
    <Box paddingInline={IN_LINE_WITH_CARDS}>
      <Text as="h2" variant="headingMd">
        {children}
      </Text>
    </Box>
  );
}

interface HeldRowProps extends Pick<OptimizationsPageProps, "isBusy" | "onSubmit"> {
  held: Optimizations["held"][number];
}

function HeldRow({ held, isBusy, onSubmit }: HeldRowProps) {
  const text = useText("optimizations");
  const row = writeExperiment(held, text);
  return (
    <InlineStack align="space-between" blockAlign="center" gap="200">
      <Text as="p">{row}</Text>
      <Button
        disabled={isBusy}
        onClick={() => onSubmit({ kind: "release", scopeKey: held.scopeKey })}
        accessibilityLabel={text("held.resumeOf", { row })}
      >
        {text("held.resume")}
      </Button>
    </InlineStack>
  );
}

function RequestError({ error }: { error: OptimizationsError }) {
  const text = useText("optimizations");
  const common = useText("common");
  const message = error.kind === "unreadable" ? common("unreadable") : text(`error.${error.kind}`);
  return <ErrorBanner>{message}</ErrorBanner>;
}
