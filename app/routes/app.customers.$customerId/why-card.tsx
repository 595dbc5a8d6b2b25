import { BlockStack, Box, Button, Collapsible, InlineStack, Link, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import { FirstFew } from "~/components/lists/first-few";
import { WhyWords } from "~/components/flows/why-words";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CustomerReason } from "~/pages/customers/explain-customer.server";
import { describeReason } from "./describe-reason";

interface WhyCardProps {
  reasons: readonly CustomerReason[];
}

const SHOWN_FIRST = 8;

/** Why this customer got or did not get an email, for all flows and campaigns. */
export function CustomerReasonsCard({ reasons }: WhyCardProps) {
  const text = useText("customers");
  return (
    <TitledCard title={text("why.title")} gap="300">
      {reasons.length === 0 && (
        <Text as="p" tone="subdued">
          {text("why.none")}
        </Text>
      )}
      <FirstFew items={reasons} count={SHOWN_FIRST}>
        {(reason) => (
          <li key={`${reason.kind}/${reason.id}`}>
            <Reason reason={reason} />
          </li>
        )}
      </FirstFew>
    </TitledCard>
  );
}

function Reason({ reason }: { reason: CustomerReason }) {
  const text = useText("customers");
  const flows = useText("flows");
  const delivery = useText("delivery");
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const detailsId = useId();
  const hasDetails = reason.kind === "flow" && reason.explanation.enrollments.length > 0;
  const url =
    reason.kind === "flow"
      ? `/app/flows/${reason.id}`
      : reason.outcome.kind === "message"
        ? `/app/outbox/${reason.outcome.messageId}`
        : `/app/campaigns/${reason.id}`;
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
        <BlockStack>
          <Link url={url}>{reason.name}</Link>
          <Text as="span" tone="subdued">
            {describeReason(reason, { text, flows, delivery, format })}
          </Text>
        </BlockStack>
        {hasDetails && (
          // A plain button may break within its word.
          <Box minWidth="max-content">
            <Button
              variant="plain"
              disclosure={isOpen ? "up" : "down"}
              ariaExpanded={isOpen}
              ariaControls={detailsId}
              accessibilityLabel={text("why.detailsOf", { name: reason.name })}
              onClick={() => setOpen(!isOpen)}
            >
              {text("why.details")}
            </Button>
          </Box>
        )}
      </InlineStack>
      {hasDetails && (
        <Collapsible id={detailsId} open={isOpen}>
          <Box paddingInlineStart="400" paddingBlock="200">
            <WhyWords answer={reason.explanation} />
          </Box>
        </Collapsible>
      )}
    </BlockStack>
  );
}
