import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { FlowStatusBadge } from "~/components/flows/flow-status-badge";
import type { MailUse } from "~/messages/editing/mail-page.server";

interface UsedByCardProps {
  usedBy: readonly MailUse[];
  campaignId: string | null;
}

/** What sends the mail. */
export function UsedByCard({ usedBy, campaignId }: UsedByCardProps) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Sent by
        </Text>
        {campaignId !== null && (
          <p>
            <Link url={`/app/campaigns/${campaignId}`}>The campaign that it was made for</Link>
          </p>
        )}
        {usedBy.length === 0 && campaignId === null && (
          <Text as="p" tone="subdued">
            No flow sends this mail. Campaigns can begin with it.
          </Text>
        )}
        {usedBy.map(({ flowId, flowName, mailName, status }) => (
          <InlineStack key={flowId} gap="200" blockAlign="center">
            <Link url={`/app/flows/${flowId}`}>{`${flowName}, ${mailName.toLowerCase()}`}</Link>
            <FlowStatusBadge status={status} />
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}
