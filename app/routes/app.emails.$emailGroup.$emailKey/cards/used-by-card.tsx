import { InlineStack, Link, Text } from "@shopify/polaris";
import { FlowStatusBadge } from "~/components/flows/flow-status-badge";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";
import type { EmailUse } from "~/pages/emails/email-page.server";

interface UsedByCardProps {
  usedBy: readonly EmailUse[];
  campaignId: string | null;
}

/** Where the email is used. */
export function UsedByCard({ usedBy, campaignId }: UsedByCardProps) {
  const text = useText("email-editor");
  return (
    <TitledCard title={text("uses.title")} gap="200">
      {campaignId !== null && (
        <p>
          <Link url={`/app/campaigns/${campaignId}`}>{text("uses.campaign")}</Link>
        </p>
      )}
      {usedBy.length === 0 && campaignId === null && (
        <Text as="p" tone="subdued">
          {text("uses.none")}
        </Text>
      )}
      {usedBy.map(({ flowId, flowName, emailNumber, status }) => (
        <InlineStack key={flowId} gap="200" blockAlign="center">
          <Link url={`/app/flows/${flowId}`}>
            {text("flowEmail", { flow: flowName, number: emailNumber })}
          </Link>
          <FlowStatusBadge status={status} />
        </InlineStack>
      ))}
    </TitledCard>
  );
}
