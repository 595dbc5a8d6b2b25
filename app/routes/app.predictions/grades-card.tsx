import { BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import { GradeBadge } from "~/components/learning/grade-badge";
import { formatCounted, formatRate } from "~/components/formats";
import { GRADES } from "~/predictions/prediction";
import type { PredictionsSummary } from "~/predictions/predictions-summary";

/** The four data grades explained. */
export function GradesCard({
  summary: { scored, byGrade, gradeWords },
}: {
  summary: PredictionsSummary;
}) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          How sure these numbers are
        </Text>
        <BlockStack as="ul" gap="300">
          {GRADES.map((grade) => (
            <BlockStack as="li" key={grade} gap="100">
              <InlineStack align="space-between" gap="200">
                <GradeBadge grade={grade} />
                <Text as="span" tone="subdued" numeric>
                  {`${formatCounted(byGrade[grade], "customer")}, ${formatRate(scored === 0 ? 0 : byGrade[grade] / scored, 0)}`}
                </Text>
              </InlineStack>
              <Text as="p" variant="bodySm" tone="subdued">
                {gradeWords[grade]}
              </Text>
            </BlockStack>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
