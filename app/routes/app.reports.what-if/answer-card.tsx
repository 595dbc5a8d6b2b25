import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import { KeyFigures } from "~/components/charts/figures";
import { HowCalculated } from "~/components/charts/how-calculated";
import { IntervalLine } from "~/components/charts/interval-line";
import { useRoundMoney } from "~/components/charts/use-round-money";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ShownAnswer, ShownQuestion } from "~/pages/reports/what-if-page.server";
import { useQuestionName } from "./question-words";
import { RefusalText } from "./refusal-text";

type Estimated = Extract<ShownAnswer, { kind: "estimated" }>;

interface AnswerCardProps {
  question: ShownQuestion;
  answer: ShownAnswer;
  currency: string;
}

/** The answer to a question: the change with its range, or why there is none. */
export function AnswerCard({ question, answer, currency }: AnswerCardProps) {
  const text = useText("reports");
  const nameOf = useQuestionName();
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" gap="200">
          <Text as="h2" variant="headingMd">
            {nameOf(question)}
          </Text>
          {answer.kind === "estimated" ? (
            <VerdictBadge answer={answer} />
          ) : (
            <Badge tone="attention">{text("whatIf.noAnswer")}</Badge>
          )}
        </InlineStack>
        {answer.kind === "estimated" ? (
          <AnswerText {...{ question, answer, currency }} />
        ) : (
          <RefusalText {...{ question, answer }} />
        )}
      </BlockStack>
    </Card>
  );
}

/** A finding only when the whole range lies on one side of 0. */
function VerdictBadge({ answer: { revenue } }: { answer: Estimated }) {
  const text = useText("reports");
  if (revenue.low > 0) return <Badge tone="success">{text("whatIf.more")}</Badge>;
  if (revenue.high < 0) return <Badge tone="critical">{text("whatIf.less")}</Badge>;
  return <Badge>{text("whatIf.open")}</Badge>;
}

function AnswerText({ question, answer, currency }: AnswerCardProps & { answer: Estimated }) {
  const { revenue, emails, unsubscribes, from, to, days } = answer;
  const text = useText("reports");
  const format = useFormat();
  const money = useSignedMoney(currency);
  const count = useSignedCount();
  const roundMoney = useRoundMoney(currency);
  const range = { low: money(revenue.low), high: money(revenue.high) };
  const reach = Math.max(Math.abs(revenue.low), Math.abs(revenue.high));
  return (
    <>
      <Text as="p">
        {text("whatIf.sentence", {
          ...{ from: format.calendarDate(from), to: format.calendarDate(to) },
          value: roundMoney(Math.abs(revenue.change)),
          direction: revenue.change < 0 ? "lower" : "higher",
          actual: roundMoney(revenue.actual),
          ...range,
        })}
      </Text>
      <BlockStack gap="050">
        <IntervalLine low={revenue.low} value={revenue.change} high={revenue.high} reach={reach} />
        <InlineStack align="space-between">
          {[money(-reach), text("whatIf.asNow"), money(reach)].map((label, i) => (
            <Text key={i} as="span" variant="bodySm" tone="subdued" numeric>
              {label}
            </Text>
          ))}
        </InlineStack>
      </BlockStack>
      <KeyFigures
        figures={[
          {
            label: text("whatIf.revenue"),
            value: money(revenue.change),
            note: text("whatIf.range", range),
          },
          {
            label: text("whatIf.emails"),
            value: count(emails.change),
            note: text("whatIf.range", { low: count(emails.low), high: count(emails.high) }),
          },
          {
            label: text("whatIf.unsubscribes"),
            value: count(unsubscribes.change),
            note: text("whatIf.range", {
              low: count(unsubscribes.low),
              high: count(unsubscribes.high),
            }),
          },
        ]}
      />
      <Text as="p" variant="bodySm" tone="subdued">
        {text(basisOf(question), {
          ...{ draws: answer.draws, alike: answer.alike, days },
        })}
      </Text>
      <HowCalculated>
        <Text as="p" tone="subdued">
          {text("whatIf.how")}
        </Text>
        {question.kind !== "discount" && (
          <Text as="p" tone="subdued">
            {text(`whatIf.assumes.${question.kind}`)}
          </Text>
        )}
        <Text as="p" tone="subdued">
          {text("whatIf.limits")}
        </Text>
        {answer.fixed > 0 && (
          <Text as="p" tone="subdued">
            {text("whatIf.fixed", { count: answer.fixed })}
          </Text>
        )}
      </HowCalculated>
    </>
  );
}

function basisOf({ kind }: ShownQuestion) {
  if (kind === "variant") return "whatIf.basisEmails";
  return kind === "weekly_limit" ? "whatIf.basisLimit" : "whatIf.basisHoldout";
}

/** "+£320" or "−£320"; no sign at 0. */
function useSignedMoney(currency: string) {
  const money = useRoundMoney(currency);
  return (minor: number) => `${Math.round(minor) > 0 ? "+" : ""}${money(minor)}`;
}

/** Whole numbers with a sign; small changes keep one digit. */
function useSignedCount() {
  const format = useFormat();
  return (change: number) => {
    const rounded = Number(change.toFixed(Math.abs(change) < 10 ? 1 : 0));
    const digits = Number.isInteger(rounded) ? 0 : 1;
    return `${rounded > 0 ? "+" : ""}${format.number(rounded === 0 ? 0 : rounded, digits)}`;
  };
}
