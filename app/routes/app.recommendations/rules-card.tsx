import { Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import type { RulesPreviewData as Preview } from "~/recommendations/explanation";
import type { Rule } from "~/recommendations/rules/rule";
import type { RecommendationRuleProblem } from "~/recommendations/rules/rules-store.server";
import { RuleForm } from "./rule-form";
import { ruleWords, type TargetLabels } from "./rule-words";
import { RulesPreview } from "./rules-preview";

interface RulesCardProps {
  rules: readonly Rule[];
  isDirty: boolean;
  /** Names of the products and collections that the rules are about. */
  labels: TargetLabels;
  problems: readonly RecommendationRuleProblem[];
  preview: Preview | null;
  previewError: string | null;
  isLooking: boolean;
  onChange: (rules: readonly Rule[]) => void;
  onPreview: () => void;
}

/** Merchandising rules: pins, boosts, demotions and exclusions, with their effect. */
export function RecommendationRulesCard(props: RulesCardProps) {
  const { rules, isDirty, problems, preview, previewError, isLooking } = props;
  const { onChange, onPreview } = props;
  const [added, setAdded] = useState<TargetLabels>({});
  const [isAdding, setAdding] = useState(false);
  const labels = { ...props.labels, ...added };
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Your rules
          </Text>
          <Text as="p" tone="subdued">
            They hold in every email. A product that cannot be bought is never shown, whatever the
            rule.
          </Text>
        </BlockStack>
        {rules.length === 0 && <Text as="p">No rules yet: the models decide alone.</Text>}
        <BlockStack as="ul" gap="300">
          {rules.map((rule, place) => (
            <li key={JSON.stringify(rule)}>
              <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
                <BlockStack gap="050">
                  <Text as="p">{ruleWords(rule, labels)}</Text>
                  <Problems problems={problems.filter((it) => it.place === place)} />
                </BlockStack>
                <Button
                  icon={DeleteIcon}
                  variant="tertiary"
                  accessibilityLabel={`Remove: ${ruleWords(rule, labels)}`}
                  onClick={() => onChange(rules.filter((_, i) => i !== place))}
                />
              </InlineStack>
            </li>
          ))}
        </BlockStack>
        <Problems problems={problems.filter(({ place }) => place === null)} />
        {isAdding ? (
          <RuleForm
            onAdd={(rule, label) => {
              setAdded({ ...added, ...label });
              setAdding(false);
              onChange([...rules, rule]);
            }}
            onCancel={() => setAdding(false)}
          />
        ) : (
          <div>
            <Button onClick={() => setAdding(true)}>Add a rule</Button>
          </div>
        )}
        {isDirty && (
          <Banner
            tone="info"
            title="Not saved yet"
            action={{
              content: "See what it would change",
              onAction: onPreview,
              loading: isLooking,
            }}
          >
            {previewError !== null && <p>{previewError}</p>}
          </Banner>
        )}
        {preview !== null && isDirty && <RulesPreview preview={preview} />}
      </BlockStack>
    </Card>
  );
}

function Problems({ problems }: { problems: readonly RecommendationRuleProblem[] }) {
  return problems.map(({ message }) => (
    <Text key={message} as="p" tone="critical">
      {message}
    </Text>
  ));
}
