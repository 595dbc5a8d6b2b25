import { Banner, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { RulesPreviewData as Preview } from "~/pages/recommendations/explanation";
import type { Rule } from "~/recommendations/rules/rule";
import type { RecommendationRuleProblem } from "~/recommendations/rules/rules-store.server";
import { describeRecommendationRule, type TargetLabels } from "./describe-recommendation-rule";
import { RuleForm } from "./rule-form";
import { RulesPreview } from "./rules-preview";

interface RulesCardProps {
  rules: readonly Rule[];
  isDirty: boolean;
  /** Names of the products and collections that the rules are about. */
  labels: TargetLabels;
  problems: readonly RecommendationRuleProblem[];
  preview: Preview | null;
  hasPreviewFailed: boolean;
  isLooking: boolean;
  onChange: (rules: readonly Rule[]) => void;
  onPreview: () => void;
}

/** Merchandising rules: pins, boosts, demotions and exclusions, with their effect. */
export function RecommendationRulesCard(props: RulesCardProps) {
  const { rules, isDirty, problems, preview, onChange } = props;
  const text = useText("recommendations");
  const common = useText("common");
  const format = useFormat();
  const [added, setAdded] = useState<TargetLabels>({});
  const [isAdding, setAdding] = useState(false);
  const labels = { ...props.labels, ...added };
  return (
    <TitledCard title={text("rules.title")} text={text("rules.about")}>
      {rules.length === 0 ? (
        <Text as="p">{text("rules.none")}</Text>
      ) : (
        <BlockStack as="ul" gap="300">
          {rules.map((rule, place) => {
            const words = describeRecommendationRule(rule, labels, { text, format });
            return (
              <li key={JSON.stringify(rule)}>
                <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
                  <BlockStack gap="050">
                    <Text as="p">{words}</Text>
                    <Problems problems={problems.filter((it) => it.place === place)} />
                  </BlockStack>
                  <Button
                    icon={DeleteIcon}
                    variant="tertiary"
                    accessibilityLabel={text("rules.remove", { rule: words })}
                    onClick={() => onChange(rules.filter((_, i) => i !== place))}
                  />
                </InlineStack>
              </li>
            );
          })}
        </BlockStack>
      )}
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
          <Button onClick={() => setAdding(true)}>{text("rules.add")}</Button>
        </div>
      )}
      {isDirty && (
        <Banner
          tone="info"
          title={text("rules.unsaved")}
          action={{
            content: text("rules.preview"),
            onAction: props.onPreview,
            loading: props.isLooking,
          }}
        >
          {props.hasPreviewFailed && <p>{common("requestFailed")}</p>}
        </Banner>
      )}
      {preview !== null && isDirty && <RulesPreview preview={preview} />}
    </TitledCard>
  );
}

function Problems({ problems }: { problems: readonly RecommendationRuleProblem[] }) {
  const text = useText("recommendations");
  return problems.map(({ place: _, ...problem }) => (
    <Text key={problem.kind} as="p" tone="critical">
      {text(`rules.problem.${problem.kind}`, problem)}
    </Text>
  ));
}
