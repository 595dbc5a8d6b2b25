import { BlockStack, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import { GradeBadge } from "~/components/learning/grade-badge";
import type { Format } from "~/i18n/create-format";
import type { Text as TextOf } from "~/i18n/create-text";
import type { TextKey } from "~/i18n/messages";
import { useFormat, useText } from "~/i18n/text-provider";
import type { EmailHabit } from "~/predictions/email-habit";
import type { Grade } from "~/predictions/prediction";
import type { ProfilePrediction, ShownReason } from "~/pages/customers/profile-prediction";
import { formatRange, formatScore } from "./format-score";

/** The customer's predictions: each with its interval, grade and reasons. */
export function ScoresCard({ prediction }: { prediction: ProfilePrediction | null }) {
  const text = useText("customers");
  const learning = useText("learning");
  const format = useFormat();
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {text("scores.title")}
          </Text>
          {prediction === null ? (
            <Text as="p" tone="subdued">
              {text("scores.none")}
            </Text>
          ) : (
            <>
              <Text as="p" tone="subdued">
                {text("scores.asOf", { day: format.day(prediction.computedAt) })}
              </Text>
              <Text as="p" tone="subdued">
                {learning(`grade.${prediction.grade}`)}
              </Text>
            </>
          )}
        </BlockStack>
        {prediction !== null && <Scores prediction={prediction} />}
      </BlockStack>
    </Card>
  );
}

function Scores({ prediction: { scores, group, currency } }: { prediction: ProfilePrediction }) {
  const text = useText("customers");
  const learning = useText("learning");
  const format = useFormat();
  return (
    <>
      {scores.map(({ predicted, unit, value, habit, range, grade, reasons }) => {
        const formatted = (it: number) => {
          if (habit?.kind === "no_limit") return text("scores.noLimit");
          if (habit?.kind === "limit") return text("scores.emails", { count: it });
          return formatScore(unit, it, currency, format);
        };
        return (
          <Score
            key={predicted}
            title={learning(`predicted.${predicted}`)}
            value={value === null ? text("scores.unknown") : formatted(value)}
            range={habit ? writeHabit(habit, text, format) : formatRange(range, formatted, text)}
            grade={grade}
            reasons={reasons}
            currency={currency}
          />
        );
      })}
      <Score
        title={text("scores.group")}
        value={learning(`group.${group.key}`)}
        range={learning(`group.${group.key}.about`)}
        grade={group.grade}
        reasons={group.reasons}
        currency={currency}
      />
    </>
  );
}

function writeHabit(habit: EmailHabit, text: TextOf<"customers">, format: Format): string {
  switch (habit.kind) {
    case "hour":
      return text("scores.habit.hour", { gain: format.rate(habit.gain, 0) });
    case "limit":
    case "no_limit":
      return text("scores.habit.limit", {
        rate: format.rate(habit.lossRate),
        high: format.rate(habit.high),
      });
    case "needs_responses":
      return text("scores.habit.needs_responses", { more: habit.more });
    case "no_hour":
    case "needs_emails":
    case "unscored":
      return text(`scores.habit.${habit.kind}`);
  }
}

interface ScoreProps {
  title: string;
  value: string;
  range: string | null;
  grade: Grade;
  reasons: readonly ShownReason[];
  currency: string;
}

function Score({ title, value, range, grade, reasons, currency }: ScoreProps) {
  const text = useText("customers");
  const format = useFormat();
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
          {reasons.map(({ feature, value: featureValue, direction, share }) => (
            <li key={feature}>
              <Text as="p" variant="bodySm">
                <span aria-hidden>{direction === "raises" ? "↑ " : "↓ "}</span>
                {text.rich(`scores.reason.${direction}`, {
                  reason: writeReason({ feature, value: featureValue }, currency, text, format),
                  share: format.rate(share, 0),
                  note: (words) => (
                    <Text as="span" tone="subdued">
                      {words}
                    </Text>
                  ),
                })}
              </Text>
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </>
  );
}

/** One sentence without a full stop: "Last ordered 12 days ago". */
function writeReason(
  { feature, value }: Pick<ShownReason, "feature" | "value">,
  currency: string,
  text: TextOf<"customers">,
  format: Format,
): string {
  const key = `reason.${feature}`;
  if (!text.has(key)) return feature;
  return text(key as TextKey<"customers">, {
    count: Math.round(value),
    money: format.money({ minor: Math.round(value), currency }),
    share: format.rate(value, 0),
    rhythm: value === 0 ? "unknown" : value < 0.6 ? "regular" : "irregular",
  });
}
