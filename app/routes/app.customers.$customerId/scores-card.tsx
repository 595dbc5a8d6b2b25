import { BlockStack, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { formatDay, formatRate } from "~/components/formats";
import { GradeBadge } from "~/components/learning/grade-badge";
import { formatMoney } from "~/lib/money";
import type { PredictedUnit } from "~/predictions/predicted-values";
import type { Grade } from "~/predictions/prediction";
import type { ProfilePrediction, ShownReason } from "~/predictions/profile-prediction";

/** The customer's predictions: each with its interval, grade and reasons. */
export function ScoresCard({ prediction }: { prediction: ProfilePrediction | null }) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            What comes next
          </Text>
          <Text as="p" tone="subdued">
            {prediction === null
              ? "No prediction yet: it comes with the next night's learning."
              : `As of ${formatDay(prediction.computedAt, prediction.timeZone)}. Ranges hold in 80 of 100 cases. ${prediction.gradeWords}`}
          </Text>
        </BlockStack>
        {prediction !== null && <Scores prediction={prediction} />}
      </BlockStack>
    </Card>
  );
}

function Scores({ prediction }: { prediction: ProfilePrediction }) {
  const { scores, group } = prediction;
  return (
    <>
      {scores.map(({ label, unit, value, range, grade, reasons }) => {
        const format = (it: number) => formatValue(unit, it, prediction);
        return (
          <Score
            key={label}
            title={label}
            value={typeof value === "string" ? value : format(value)}
            range={range && range.map(format).join(" to ")}
            grade={grade}
            reasons={reasons}
          />
        );
      })}
      <Score
        title="Customer group"
        value={group.name}
        range={group.about}
        grade={group.grade}
        reasons={group.reasons}
      />
    </>
  );
}

interface ScoreProps {
  title: string;
  value: string;
  range: string | null;
  grade: Grade;
  reasons: readonly ShownReason[];
}

function Score({ title, value, range, grade, reasons }: ScoreProps) {
  return (
    <>
      <Divider />
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <Text as="h3" variant="headingSm">
            {title}
          </Text>
          <GradeBadge grade={grade} />
        </InlineStack>
        <InlineStack gap="200" blockAlign="baseline">
          <Text as="span" variant="headingLg">
            {value}
          </Text>
          {range !== null && (
            <Text as="span" tone="subdued">
              {range}
            </Text>
          )}
        </InlineStack>
        <BlockStack as="ul">
          {reasons.map(({ text, direction, share }) => (
            <li key={text}>
              <Text as="p" variant="bodySm">
                <span aria-hidden>{direction === "raises" ? "↑ " : "↓ "}</span>
                {text}
                <Text as="span" tone="subdued">
                  {` (${direction === "raises" ? "raises it" : "lowers it"}, ${formatRate(share, 0)} of what moves it)`}
                </Text>
              </Text>
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </>
  );
}

/** A number in its unit. */
function formatValue(
  unit: PredictedUnit,
  value: number,
  { currency, timeZone }: Pick<ProfilePrediction, "currency" | "timeZone">,
): string {
  switch (unit) {
    case "rate":
      return formatRate(value, 0);
    case "money":
      return formatMoney({ minor: value, currency });
    case "instant":
      return formatDay(new Date(value).toISOString(), timeZone);
    case "hour":
      return `${value}:00`;
    case "count":
      return value.toFixed(1);
  }
}
