import { Banner, BlockStack, Box, Card, Layout, Page, Text } from "@shopify/polaris";
import { formatInstant } from "~/components/formats";
import { MessageStateBadge } from "~/components/email/message-state-badge";
import { describeMessage } from "~/delivery/decision/describe-decision";
import type { SentEmailPageData as Message } from "~/delivery/outbox/email-page.server";
import { EmailVersions } from "./email-versions";
import { OutcomeCard } from "./outcome-card";
import { EmailReasonsCard, PicksWhyCard } from "./why-cards";

interface EmailPageProps {
  message: Message;
  /** The previous list with its filters. */
  back?: string | null;
}

export function EmailPage({ message, back = null }: EmailPageProps) {
  const { email, state, reason, timeZone } = message;
  const isUnsent = state !== "sent";
  return (
    <Page
      title={email?.subject ?? message.subjectSource}
      titleMetadata={<MessageStateBadge state={state} />}
      subtitle={whenWords(message)}
      backAction={{ content: "Outbox", url: back ?? "/app/outbox" }}
      fullWidth
    >
      <BlockStack gap="400">
        {isUnsent && (
          <Banner tone={toneOf(state)} title={describeMessage(state, reason)}>
            {state === "planned" && (
              <p>{`${departureSentence(message)} It is not sent after ${formatInstant(message.expiresAt, timeZone)}.`}</p>
            )}
          </Banner>
        )}
        <Layout>
          <Layout.Section>
            {email === null ? <NotComposed message={message} /> : <EmailVersions email={email} />}
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <EmailReasonsCard message={message} />
              <PicksWhyCard picks={message.picks} />
              <OutcomeCard message={message} />
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function NotComposed({ message }: { message: Message }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          No email was written
        </Text>
        <Text as="p" tone="subdued">
          {message.state === "planned"
            ? "An email is written when it is about to leave, with the products and prices of that moment."
            : "It was decided before the email was written."}
        </Text>
      </BlockStack>
    </Card>
  );
}

function toneOf(state: Message["state"]): "critical" | "info" | "warning" {
  if (state === "failed") return "critical";
  return state === "unknown" ? "warning" : "info";
}

/** The forecast of a planned message. */
function departureSentence({ departure, timeZone }: Message): string {
  switch (departure?.kind) {
    case "leaves":
      return `As things stand it leaves on ${formatInstant(departure.at, timeZone)}.`;
    case "next":
      return "Nothing holds it back.";
    case "skipped":
      return "As things stand it will be skipped.";
    case "waits":
    case undefined:
      return "When it leaves is not known yet.";
  }
}

function whenWords({
  sentAt,
  plannedAt,
  departure,
  timeZone,
  flowName,
  emailName,
  campaignName,
}: Message): string {
  const unsent = unsentWords(departure, plannedAt, timeZone);
  const when = sentAt === null ? unsent : `sent on ${formatInstant(sentAt, timeZone)}`;
  return [campaignName, flowName, emailName, when].filter(Boolean).join(", ");
}

function unsentWords(departure: Message["departure"], plannedAt: string, timeZone: string): string {
  switch (departure?.kind) {
    case "leaves":
      return `leaves on ${formatInstant(departure.at, timeZone)}`;
    case "next":
      return "leaves next";
    case "skipped":
    case "waits":
    case undefined:
      return `planned on ${formatInstant(plannedAt, timeZone)}`;
  }
}
