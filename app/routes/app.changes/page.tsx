import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Page,
  Text,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import { formatCalendarDay, formatInstant } from "~/components/formats";
import { useSavedToast } from "~/components/forms/use-saved-toast";
import { EmptyMessage } from "~/components/lists/empty-message";
import type { ChangesRequest } from "~/feedback/optimizer/answer-changes.server";
import type {
  ChangesPageData as Changes,
  ShownChange,
} from "~/feedback/optimizer/changes-page.server";
import { evidenceOf, headlineOf, KIND_WORDS } from "./change-words";
import { SubjectsCard } from "./subjects-card";

interface ChangesPageProps {
  changes: Changes;
  isBusy: boolean;
  error: string | null;
  /** Distinguishes consecutive answers. */
  doneCount: number | null;
  onAsk: (request: ChangesRequest) => void;
}

export function ChangesPage({ changes, isBusy, error, doneCount, onAsk }: ChangesPageProps) {
  useSavedToast(doneCount, "Saved");
  const { weeks, emails, held, timeZone } = changes;
  return (
    <Page
      title="What Kindred changed and why"
      subtitle="Once a day Kindred looks at what your emails brought, and changes what it is sure of. A share always stays as you set it, to compare."
    >
      <BlockStack gap="500">
        {error && <Banner tone="critical">{error}</Banner>}
        {weeks.length === 0 && <NothingYet />}
        {weeks.map(({ monday, changes: its }) => (
          <BlockStack gap="200" key={monday}>
            <SectionTitle>Week of {formatCalendarDay(monday)}</SectionTitle>
            {its.map((change) => (
              <ChangeCard key={change.decisionId} {...{ change, timeZone, isBusy, onAsk }} />
            ))}
          </BlockStack>
        ))}
        {held.length > 0 && (
          <BlockStack gap="200">
            <SectionTitle>Left alone since you took a change back</SectionTitle>
            <Card>
              <BlockStack gap="300">
                {held.map(({ scopeKey, kind, emailName }) => (
                  <InlineStack key={scopeKey} align="space-between" blockAlign="center" gap="200">
                    <Text as="p">
                      {KIND_WORDS[kind]}: {emailName ?? "all emails"}
                    </Text>
                    <Button
                      disabled={isBusy}
                      onClick={() => onAsk({ kind: "release", scopeKey })}
                      accessibilityLabel={`Let Kindred choose again: ${KIND_WORDS[kind]}, ${emailName ?? "all emails"}`}
                    >
                      Let Kindred choose again
                    </Button>
                  </InlineStack>
                ))}
              </BlockStack>
            </Card>
          </BlockStack>
        )}
        {emails.length > 0 && (
          <BlockStack gap="200">
            <SectionTitle>Subjects to try</SectionTitle>
            <Box paddingInline={IN_LINE_WITH_CARDS}>
              <Text as="p" tone="subdued">
                Add a subject and it goes out as often as the others, until one is clearly clicked
                in more. That one then gets nine of ten emails.
              </Text>
            </Box>
            {emails.map((email) => (
              <SubjectsCard
                key={`${email.flowId}/${email.stepId}/${email.subjects.length}`}
                {...{ email, isBusy, onAsk }}
              />
            ))}
          </BlockStack>
        )}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

interface ChangeCardProps {
  change: ShownChange;
  timeZone: string;
  isBusy: boolean;
  onAsk: (request: ChangesRequest) => void;
}

function ChangeCard({ change, timeZone, isBusy, onAsk }: ChangeCardProps) {
  const { decisionId, kind, emailName, state, decidedAt } = change;
  const headline = headlineOf(change);
  const isProposal = change.evidence.kind === "fatigue";
  const approve = isProposal ? "Approve" : "Approve for all customers";
  const revertLabel = isProposal ? "Dismiss" : "Take back";
  return (
    <Card>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <InlineStack gap="200">
            <Badge>{KIND_WORDS[kind]}</Badge>
            {state === "reverted" && (
              <Badge tone="attention">{isProposal ? "Dismissed" : "Taken back"}</Badge>
            )}
            {state === "stands" && TESTS.includes(change.evidence.kind) && (
              <Badge tone="success">Running</Badge>
            )}
            {state === "replaced" && <Badge tone="info">Changed again since</Badge>}
          </InlineStack>
          <Text as="span" tone="subdued">
            {formatInstant(decidedAt, timeZone)}
          </Text>
        </InlineStack>
        <Text as="h3" variant="headingSm" breakWord>
          {emailName === null ? headline : `${emailName}: ${headline}`}
        </Text>
        <Text as="p" breakWord>
          {evidenceOf(change)}
        </Text>
        {state === "stands" && !ENDED.includes(change.evidence.kind) && (
          <InlineStack gap="200">
            {change.awaitsApproval && (
              <Button
                variant="primary"
                disabled={isBusy}
                onClick={() => onAsk({ kind: "approve", decisionId })}
                accessibilityLabel={`${approve}: ${headline}`}
              >
                {approve}
              </Button>
            )}
            <Button
              disabled={isBusy}
              onClick={() => onAsk({ kind: "take_back", decisionId })}
              accessibilityLabel={`${revertLabel}: ${headline}`}
            >
              {revertLabel}
            </Button>
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}

/** Tests with a share of the customers or emails. */
const TESTS: readonly ShownChange["evidence"]["kind"][] = ["trial", "tolerance"];

/** Changes that Kindred ended automatically, which cannot be reverted. */
const ENDED: readonly ShownChange["evidence"]["kind"][] = ["compared", "fatigue_gone"];

/** On a phone cards span the full width, so text between them needs a margin. */
const IN_LINE_WITH_CARDS = { xs: "400", sm: "0" } as const;

function SectionTitle({ children }: { children: ReactNode }) {
  return (
    <Box paddingInline={IN_LINE_WITH_CARDS}>
      <Text as="h2" variant="headingMd">
        {children}
      </Text>
    </Box>
  );
}

function NothingYet() {
  return (
    <Card>
      <EmptyMessage
        heading="Nothing changed yet"
        text="Once your emails have gone out often enough to tell, what Kindred changes is listed here with what it rests on, and you can take it back."
        action={{ content: "See your flows", url: "/app/flows" }}
      />
    </Card>
  );
}
