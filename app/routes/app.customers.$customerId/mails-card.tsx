import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { departureWords } from "~/components/mail/departure-words";
import { MessageStateBadge } from "~/components/mail/message-state-badge";
import { describeReason } from "~/delivery/decision/describe-decision";
import type { CustomerMail } from "~/messages/customer-mails.server";
import type { ListedMail } from "./load-cards.server";

interface MailsCardProps {
  mails: readonly ListedMail[];
  timeZone: string;
}

/** What the merchant calls it: by its campaign, or by its flow and place there. */
export function nameOf({ campaignName, flowName, mailName }: CustomerMail): string {
  return campaignName ?? [flowName ?? "Mail", mailName].filter(Boolean).join(", ");
}

/** The customer's mails, those that were not sent too, newest first. */
export function MailsCard({ mails, timeZone }: MailsCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Mails
        </Text>
        {mails.length === 0 && (
          <Text as="p" tone="subdued">
            No mail has been planned for this customer yet.
          </Text>
        )}
        <BlockStack as="ul" gap="300">
          {mails.map((mail) => (
            <InlineStack
              as="li"
              key={mail.messageId}
              align="space-between"
              blockAlign="center"
              gap="200"
            >
              <BlockStack gap="050">
                <Link url={`/app/outbox/${mail.messageId}`}>{nameOf(mail)}</Link>
                <Text as="span" variant="bodySm" tone="subdued">
                  {[departureWords(mail, timeZone), mail.reason && describeReason(mail.reason)]
                    .filter(Boolean)
                    .join(", ")}
                </Text>
              </BlockStack>
              <MessageStateBadge state={mail.state} />
            </InlineStack>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
