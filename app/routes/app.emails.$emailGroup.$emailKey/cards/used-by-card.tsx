import { BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { FlowStatusBadge } from "~/components/flows/flow-status-badge";
import type { EmailUse } from "~/messages/editing/email-page.server";

interface UsedByCardProps {
  usedBy: readonly EmailUse[];
  campaignId: string | null;
}

/** Where the email is used. */
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
            No flow sends this email. Campaigns can begin with it.
          </Text>
        )}
        {usedBy.map(({ flowId, flowName, emailName, status }) => (
          <InlineStack key={flowId} gap="200" blockAlign="center">
            <Link url={`/app/flows/${flowId}`}>{`${flowName}, ${emailName.toLowerCase()}`}</Link>
            <FlowStatusBadge status={status} />
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}
