import { Banner, BlockStack, Box, Layout, Page, Text } from "@shopify/polaris";
import { MessageStateBadge } from "~/components/email/message-state-badge";
import { useMergeNames } from "~/components/email/use-merge-names";
import { TitledCard } from "~/components/titled-card";
import { describeMessage } from "~/delivery/decision/describe-decision";
import type { SentEmailPageData as Message } from "~/pages/outbox/email-page.server";
import type { Format } from "~/i18n/create-format";
import type { Text as TextOf } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import { readableMerge } from "~/messages/merge/readable";
import { EmailVersions } from "./email-versions";
import { OutcomeCard } from "./outcome-card";
import { EmailReasonsCard, PicksWhyCard } from "./why-cards";

interface EmailPageProps {
  message: Message;
  /** The previous list with its filters. */
  back?: string | null;
}

export function EmailPage({ message, back = null }: EmailPageProps) {
  const { email, state, reason, departure, subjectSource } = message;
  const text = useText("outbox");
  const delivery = useText("delivery");
  const mergeName = useMergeNames();
  const format = useFormat();
  return (
    <Page
      title={
        email?.subject ??
        (subjectSource === null ? text("unreadable") : readableMerge(subjectSource, mergeName))
      }
      titleMetadata={<MessageStateBadge state={state} />}
      subtitle={subtitleOf(message, text, format)}
      backAction={{ content: text("title"), url: back ?? "/app/outbox" }}
      fullWidth
    >
      <BlockStack gap="400">
        {state !== "sent" && (
          <Banner tone={toneOf(state)} title={describeMessage(state, reason, delivery)}>
            {state === "planned" && (
              <p>
                {text(`expected.${departure?.kind ?? "waits"}`, {
                  time: format.instant(departure?.at ?? message.plannedAt),
                  expires: format.instant(message.expiresAt),
                })}
              </p>
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
  const text = useText("outbox");
  if (message.state === "sent") return <TitledCard title={text("notStored")}>{null}</TitledCard>;
  return (
    <TitledCard title={text("notCreated.title")} gap="200">
      <Text as="p" tone="subdued">
        {text(message.state === "planned" ? "notCreated.planned" : "notCreated.decided")}
      </Text>
    </TitledCard>
  );
}

function toneOf(state: Message["state"]): "critical" | "info" | "warning" {
  if (state === "failed") return "critical";
  return state === "unknown" ? "warning" : "info";
}

/** "Autumn teas · Sent Mar 3, 2026, 10:01 AM" */
function subtitleOf(message: Message, text: TextOf<"outbox">, format: Format): string {
  const { sentAt, plannedAt, departure, flowName, emailNumber, campaignName } = message;
  const kind =
    departure?.kind === "leaves" || departure?.kind === "next" ? departure.kind : "planned";
  const when =
    sentAt === null
      ? text(`time.${kind}`, { time: format.instant(departure?.at ?? plannedAt) })
      : text("time.sent", { time: format.instant(sentAt) });
  const email = emailNumber === null ? null : text("flowEmail", { number: emailNumber });
  return [campaignName, flowName, email, when].filter(Boolean).join(" · ");
}
