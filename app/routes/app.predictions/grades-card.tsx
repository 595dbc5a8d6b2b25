import { BlockStack, InlineStack, Text } from "@shopify/polaris";
import { GradeBadge } from "~/components/learning/grade-badge";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import { GRADES } from "~/predictions/prediction";
import type { PredictionsSummary } from "~/predictions/predictions-summary";

/** The four data grades explained. */
export function GradesCard({ summary: { scored, byGrade } }: { summary: PredictionsSummary }) {
  const text = useText("predictions");
  const learning = useText("learning");
  const format = useFormat();
  return (
    <TitledCard title={text("grades.title")} gap="300">
      <BlockStack as="ul" gap="300">
        {GRADES.map((grade) => (
          <BlockStack as="li" key={grade} gap="100">
            <InlineStack align="space-between" gap="200">
              <GradeBadge grade={grade} />
              <Text as="span" tone="subdued" numeric>
                {text("customersShare", {
                  count: byGrade[grade],
                  share: format.rate(scored === 0 ? 0 : byGrade[grade] / scored, 0),
                })}
              </Text>
            </InlineStack>
            <Text as="p" variant="bodySm" tone="subdued">
              {learning(`grade.${grade}`)}
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
    </TitledCard>
  );
}
