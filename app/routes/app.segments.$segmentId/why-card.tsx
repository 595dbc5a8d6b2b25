import { BlockStack, Button, Card, Icon, InlineGrid, Text, TextField } from "@shopify/polaris";
import { CheckCircleIcon, XCircleIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import type { ExplainedNode } from "~/segments/words/explain-rule";
import type { SegmentPageProps } from "./page";

type WhyCardProps = Pick<SegmentPageProps, "membership" | "isExplaining" | "onExplain">;

/** Explains, condition by condition, why a customer is in the segment or not. */
export function SegmentReasonsCard({ membership, isExplaining, onExplain }: WhyCardProps) {
  const [email, setEmail] = useState("");
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onExplain(email.trim());
        }}
      >
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Why is somebody in it, or not?
          </Text>
          <TextField
            label="Email address of a customer"
            type="email"
            autoComplete="off"
            value={email}
            onChange={setEmail}
            connectedRight={
              <Button submit loading={isExplaining} disabled={email.trim() === ""}>
                Explain
              </Button>
            }
          />
          <div aria-live="polite">{membership && <Answer membership={membership} />}</div>
        </BlockStack>
      </form>
    </Card>
  );
}

function Answer({ membership }: { membership: NonNullable<WhyCardProps["membership"]> }) {
  if (membership.kind === "unknown") {
    return <Text as="p">No customer of this shop has this address.</Text>;
  }
  const words = membership.isMember ? "Is a member." : "Is no member.";
  if (membership.kind === "snapshot") return <Text as="p">{words}</Text>;
  const { rule, isMember } = membership;
  return (
    <BlockStack gap="200">
      <Text as="p" fontWeight="semibold">
        {rule.isMet === isMember ? words : `${words} That is about to change.`}
      </Text>
      <Part node={rule} />
    </BlockStack>
  );
}

function Part({ node: { words, isMet, isWanted, known, of } }: { node: ExplainedNode }) {
  const unmet = isWanted ? "critical" : "subdued";
  const met = isWanted ? "success" : "critical";
  return (
    <InlineGrid columns="20px 1fr" gap="200" alignItems="start">
      {/* In a separate box, so that it aligns with the first line and not with the center. */}
      <div>
        <Icon
          source={isMet ? CheckCircleIcon : XCircleIcon}
          tone={isMet ? met : unmet}
          accessibilityLabel={isMet ? "Holds" : "Does not hold"}
        />
      </div>
      <BlockStack gap="200">
        <div>
          <Text as="p">{words}</Text>
          {known !== null && (
            <Text as="p" tone="subdued" variant="bodySm">
              {known}
            </Text>
          )}
        </div>
        {of.map((node, place) => (
          <Part key={place} node={node} />
        ))}
      </BlockStack>
    </InlineGrid>
  );
}
