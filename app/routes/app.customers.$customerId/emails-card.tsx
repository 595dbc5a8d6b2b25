import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { departureWords } from "~/components/email/departure-words";
import { MessageStateBadge } from "~/components/email/message-state-badge";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CustomerEmail } from "~/messages/customer-emails.server";
import type { EmailsCardRow } from "./load-cards.server";

interface EmailsCardProps {
  emails: readonly EmailsCardRow[];
}

/** Display name: its campaign, or its flow and position. */
export function nameOf({ campaignName, flowName, emailName }: CustomerEmail): string {
  return campaignName ?? [flowName ?? "Email", emailName].filter(Boolean).join(", ");
}

/** The customer's emails, including unsent ones, newest first. */
export function EmailsCard({ emails }: EmailsCardProps) {
  const text = useText("delivery");
  const format = useFormat();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Emails
        </Text>
        {emails.length === 0 && (
          <Text as="p" tone="subdued">
            No email has been planned for this customer yet.
          </Text>
        )}
        <BlockStack as="ul" gap="300">
          {emails.map((email) => (
            <InlineStack
              as="li"
              key={email.messageId}
              align="space-between"
              blockAlign="center"
              gap="200"
            >
              <BlockStack gap="050">
                <Link url={`/app/outbox/${email.messageId}`}>{nameOf(email)}</Link>
                <Text as="span" variant="bodySm" tone="subdued">
                  {[
                    departureWords(email, text, format),
                    email.reason && describeSkipReason(email.reason, text),
                  ]
                    .filter(Boolean)
                    .join(", ")}
                </Text>
              </BlockStack>
              <MessageStateBadge state={email.state} />
            </InlineStack>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
