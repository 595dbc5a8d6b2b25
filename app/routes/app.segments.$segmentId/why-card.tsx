import { BlockStack, Button, Card, Icon, InlineGrid, Text, TextField } from "@shopify/polaris";
import { CheckCircleIcon, XCircleIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useRuleWords } from "~/components/segments/use-rule-words";
import { useText } from "~/i18n/text-provider";
import { describeCondition, type RuleNames } from "~/segments/words/describe-condition";
import { capitalizeText } from "~/segments/words/describe-rule";
import type { ExplainedNode } from "~/segments/words/explain-rule";
import { KnownValue } from "./known-value";
import type { SegmentPageProps } from "./page";

type WhyCardProps = Pick<SegmentPageProps, "membership" | "isExplaining" | "onExplain">;

/** Explains, condition by condition, why a customer is in the segment or not. */
export function SegmentReasonsCard({ membership, isExplaining, onExplain }: WhyCardProps) {
  const text = useText("segments");
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
            {text("why.title")}
          </Text>
          <TextField
            label={text("why.email")}
            type="email"
            autoComplete="off"
            value={email}
            onChange={setEmail}
            connectedRight={
              <Button submit loading={isExplaining} disabled={email.trim() === ""}>
                {text("why.check")}
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
  const text = useText("segments");
  if (membership.kind === "unknown") return <Text as="p">{text("why.unknown")}</Text>;
  const { isMember } = membership;
  const now = text(isMember ? "why.member" : "why.notMember");
  if (membership.kind === "snapshot") return <Text as="p">{now}</Text>;
  const { rule, names } = membership;
  return (
    <BlockStack gap="200">
      <Text as="p" fontWeight="semibold">
        {rule.isMet === isMember ? now : text(isMember ? "why.leaves" : "why.joins")}
      </Text>
      <Part node={rule} names={names} />
    </BlockStack>
  );
}

function Part({ node, names }: { node: ExplainedNode; names: RuleNames }) {
  const text = useText("segments");
  const words = useRuleWords(names);
  const { isMet, isWanted } = node;
  const unmet = isWanted ? "critical" : "subdued";
  const met = isWanted ? "success" : "critical";
  return (
    <InlineGrid columns="20px 1fr" gap="200" alignItems="start">
      {/* In a separate box, so that it aligns with the first line and not with the center. */}
      <div>
        <Icon
          source={isMet ? CheckCircleIcon : XCircleIcon}
          tone={isMet ? met : unmet}
          accessibilityLabel={text(isMet ? "why.met" : "why.unmet")}
        />
      </div>
      {node.kind === "condition" ? (
        <div>
          <Text as="p">{capitalizeText(describeCondition(node.condition, words))}</Text>
          <Text as="p" tone="subdued" variant="bodySm">
            <KnownValue condition={node.condition} known={node.known} words={words} />
          </Text>
        </div>
      ) : (
        <BlockStack gap="200">
          <Text as="p">{words.text(`match.${node.kind}`)}</Text>
          {node.of.map((part, place) => (
            <Part key={place} node={part} names={names} />
          ))}
        </BlockStack>
      )}
    </InlineGrid>
  );
}
