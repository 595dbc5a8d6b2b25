import { BlockStack, InlineStack, Link, Text } from "@shopify/polaris";
import { FirstFew } from "~/components/lists/first-few";
import { departureWords } from "~/components/email/departure-words";
import { MessageStateBadge } from "~/components/email/message-state-badge";
import { TitledCard } from "~/components/titled-card";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import { useFormat, useText } from "~/i18n/text-provider";
import type { EmailsCardRow } from "~/pages/customers/customer-cards.server";
import { nameEmail } from "./name-email";

interface EmailsCardProps {
  emails: readonly EmailsCardRow[];
}

const SHOWN_FIRST = 12;

/** The customer's emails, including unsent ones, newest first. */
export function EmailsCard({ emails }: EmailsCardProps) {
  const text = useText("customers");
  const delivery = useText("delivery");
  const format = useFormat();
  return (
    <TitledCard title={text("emails.title")}>
      {emails.length === 0 && (
        <Text as="p" tone="subdued">
          {text("emails.none")}
        </Text>
      )}
      <FirstFew items={emails} count={SHOWN_FIRST}>
        {(email) => (
          <InlineStack
            as="li"
            key={email.messageId}
            align="space-between"
            blockAlign="center"
            gap="200"
          >
            <BlockStack gap="050">
              <Link url={`/app/outbox/${email.messageId}`}>{nameEmail(email, text)}</Link>
              <Text as="span" variant="bodySm" tone="subdued">
                {[
                  departureWords(email, delivery, format),
                  email.reason && describeSkipReason(email.reason, delivery),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </Text>
            </BlockStack>
            <MessageStateBadge state={email.state} />
          </InlineStack>
        )}
      </FirstFew>
    </TitledCard>
  );
}
