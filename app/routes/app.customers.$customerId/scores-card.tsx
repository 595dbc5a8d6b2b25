import { BlockStack, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { formatCounted, formatDay, formatRate } from "~/components/formats";
import { GradeBadge } from "~/components/learning/grade-badge";
import { formatMoney } from "~/lib/money";
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
        {prediction !== null &&
          scoresOf(prediction).map((score) => (
            <Fragment key={score.title}>
              <Divider />
              <Score {...score} />
            </Fragment>
          ))}
      </BlockStack>
    </Card>
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
  );
}

function scoresOf(prediction: ProfilePrediction): ScoreProps[] {
  const { currency, timeZone, intent, churn, value, nextOrder, group } = prediction;
  const money = (minor: number) => formatMoney({ minor: Math.round(minor), currency });
  const rates = ({ low, high }: { low: number; high: number }) =>
    `${formatRate(low, 0)} to ${formatRate(high, 0)}`;
  return [
    ...intent.map((score) => ({
      ...score,
      title: `Orders within ${formatCounted(score.days, "day")}`,
      value: formatRate(score.value, 0),
      range: rates(score),
    })),
    ...(churn === null
      ? []
      : [
          {
            ...churn,
            title: `Does not order within ${formatCounted(churn.days, "day")}`,
            value: formatRate(churn.value, 0),
            range: rates(churn),
          },
        ]),
    {
      ...value,
      title: "Spends in the next 12 months",
      value: money(value.value),
      range: `${money(value.low)} to ${money(value.high)}, in ${prediction.expectedOrders.toFixed(1)} orders`,
    },
    ...(nextOrder === null
      ? []
      : [
          {
            ...nextOrder,
            title: "Next order, if one comes",
            value: formatDay(nextOrder.at, timeZone),
            range: `${formatDay(nextOrder.from, timeZone)} to ${formatDay(nextOrder.to, timeZone)}`,
          },
        ]),
    {
      title: "Customer group",
      value: group.name,
      range: group.about,
      grade: group.grade,
      reasons: group.reasons,
    },
    ...[
      { ...prediction.bestHour, title: "Best hour for email" },
      { ...prediction.tolerance, title: "Tolerance for email" },
    ].map(({ title, words, grade }) => ({ title, value: words, range: null, grade, reasons: [] })),
  ];
}
