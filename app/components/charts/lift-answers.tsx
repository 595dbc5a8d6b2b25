import { Badge, BlockStack, Button, InlineStack, Link, Text } from "@shopify/polaris";
import { chooseLiftWindow } from "~/feedback/lift/choose-lift-window";
import type { LiftAnswer } from "~/feedback/lift/lift-answers";
import { certaintyOfLook } from "~/feedback/lift/lift-certainty";
import type { LiftView } from "~/feedback/reports/lift-view.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { HowCalculated } from "./how-calculated";
import { IntervalLine } from "./interval-line";
import styles from "./plot.module.css";
import { useRoundMoney } from "./use-round-money";

type Answer = LiftView["answers"][number];
type Look = NonNullable<LiftAnswer["current"]>;

interface LiftAnswersProps {
  lift: LiftView;
  currency: string;
  /** Only these flows or campaigns are listed. */
  isListed?: (answer: Answer) => boolean;
  /** Without it there is no button. */
  onSetHoldout?: (rate: number) => void;
}

/** The measured effect of emails: the total first, with its interval; flows and campaigns on request. */
export function LiftAnswers({ lift, currency, isListed, onSetHoldout }: LiftAnswersProps) {
  const text = useText("measures");
  const format = useFormat();
  const { countedAt, answers } = lift;
  if (countedAt === null) return <Text as="p">{text("lift.notCounted")}</Text>;
  const chosen = chooseWindow(answers);
  const of = (kind: Answer["of"]) => chosen.filter((answer) => answer.of === kind);
  const sources = of("source").filter((it) => isListed?.(it) ?? true);
  return (
    <BlockStack gap="300">
      {of("all_email").map((answer) => (
        <LiftAnswerText key="all" name={text("lift.allEmail")} {...{ answer, currency }} />
      ))}
      {of("total").map((answer) => (
        <BlockStack key="total" gap="200">
          <LiftAnswerText name={text("lift.all")} {...{ answer, currency }} />
          <Expected {...{ answer, lift }} {...(onSetHoldout && { onSetHoldout })} />
        </BlockStack>
      ))}
      {sources.length > 0 && (
        <details className={styles.numbers}>
          <summary>{text("lift.bySource")}</summary>
          <BlockStack gap="300">
            {sources.map((answer) => (
              <LiftAnswerText
                key={`${answer.flowId}|${answer.campaignId}`}
                name={<Link url={urlOf(answer)}>{answer.name}</Link>}
                {...{ answer, currency }}
              />
            ))}
          </BlockStack>
        </details>
      )}
      <HowCalculated>
        <Method lift={lift} currency={currency} />
      </HowCalculated>
      <Text as="p" variant="bodySm" tone="subdued">
        {text("lift.counted", { time: format.instant(countedAt) })}
      </Text>
    </BlockStack>
  );
}

/** The longest window that has a result, for each comparison. */
function chooseWindow(answers: readonly Answer[]): Answer[] {
  const groups = Map.groupBy(answers, (it) => `${it.of}|${it.flowId}|${it.campaignId}`);
  return [...groups.values()].flatMap((own) => {
    return chooseLiftWindow(own) ?? [];
  });
}

const urlOf = ({ flowId, campaignId }: Answer) =>
  campaignId === "" ? `/app/flows/${flowId}` : `/app/campaigns/${campaignId}`;

interface LiftAnswerTextProps {
  name: React.ReactNode;
  answer: LiftAnswer;
  currency: string;
}

/** The measured effect of one flow or campaign, or of all, with its interval. */
export function LiftAnswerText({ name, answer, currency }: LiftAnswerTextProps) {
  const { current, finished, problem } = answer;
  const text = useText("measures");
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between" gap="200">
        <Text as="h3" variant="headingSm">
          {name}
        </Text>
        <Verdict answer={answer} />
      </InlineStack>
      {problem?.kind === "no_holdout" && <Text as="p">{text("lift.no_holdout")}</Text>}
      {problem?.kind === "unbalanced" && (
        <Text as="p" tone="critical">
          {text("lift.unbalanced", {
            holdout: problem.holdout,
            expected: problem.expectedHoldout,
          })}
        </Text>
      )}
      {current && <LookText look={current} {...{ answer, currency }} />}
      {finished && (
        <>
          <Text as="p" fontWeight="medium">
            {text("lift.final")}
          </Text>
          <LookText look={finished} {...{ answer, currency }} />
        </>
      )}
      {!problem && !current && !finished && <Text as="p">{text("lift.none")}</Text>}
    </BlockStack>
  );
}

interface LookTextProps {
  look: Look;
  answer: LiftAnswer;
  currency: string;
}

function LookText({ look, answer, currency }: LookTextProps) {
  const text = useText("measures");
  const format = useFormat();
  const money = useRoundMoney(currency);
  return (
    <>
      <Text as="p">
        {text(certaintyOfLook(look) === "open" ? "lift.lookOpen" : "lift.look", {
          attributed: money(look.attributedMinor),
          value: money(look.incrementalMinor),
          low: money(look.lowMinor),
          high: money(look.highMinor),
          chance: format.rate(look.chancePositive, 0),
        })}
      </Text>
      <IntervalLine
        low={look.lowMinor}
        value={look.incrementalMinor}
        high={look.highMinor}
        reach={Math.max(Math.abs(look.lowMinor), Math.abs(look.highMinor))}
      />
      <Text as="p" variant="bodySm" tone="subdued">
        {text("lift.basis", {
          days: answer.windowDays,
          people: look.people,
          holdout: look.holdoutPeople,
          dates: format.calendarDates(look.from, look.to),
        })}
      </Text>
    </>
  );
}

const TONES = { more: "success", less: "critical" } as const;

/** A finding in color only when the whole interval lies on one side of 0. */
function Verdict({ answer: { current, finished, problem } }: { answer: LiftAnswer }) {
  const text = useText("measures");
  if (problem?.kind === "unbalanced") {
    return <Badge tone="warning">{text("lift.review")}</Badge>;
  }
  const look = finished ?? current;
  if (!look) return null;
  const certainty = certaintyOfLook(look);
  const isKnown = certainty === "more" || certainty === "less";
  return <Badge {...(isKnown && { tone: TONES[certainty] })}>{text(`lift.${certainty}`)}</Badge>;
}

interface ExpectedProps extends Pick<LiftAnswersProps, "lift" | "onSetHoldout"> {
  answer: Answer;
}

/** When the answer is expected at the current holdout and at the next higher one, with a button for that. */
function Expected({ answer, lift, onSetHoldout }: ExpectedProps) {
  const text = useText("measures");
  const format = useFormat();
  const { holdoutRate, undoRate } = lift;
  const now = answer.expected.find(({ rate }) => rate === holdoutRate);
  const higher = answer.expected.find(({ rate }) => rate > holdoutRate);
  const dateOf = (day: string | null) => (day === null ? "none" : format.calendarDate(day));
  return (
    <>
      {now && (
        <Text as="p">
          {higher
            ? text("lift.expectedBoth", {
                day: dateOf(now.day),
                rate: format.rate(now.rate),
                earlier: dateOf(higher.day),
                higher: format.rate(higher.rate),
              })
            : text("lift.expected", { day: dateOf(now.day), rate: format.rate(now.rate) })}
        </Text>
      )}
      {onSetHoldout && (higher !== undefined || undoRate !== null) && (
        <InlineStack gap="200">
          {higher && (
            <Button onClick={() => onSetHoldout(higher.rate)}>
              {text("lift.setHoldout", { rate: format.rate(higher.rate) })}
            </Button>
          )}
          {undoRate !== null && (
            <Button onClick={() => onSetHoldout(undoRate)}>
              {text("lift.undoHoldout", { rate: format.rate(undoRate) })}
            </Button>
          )}
        </InlineStack>
      )}
    </>
  );
}

function Method({ lift, currency }: Pick<LiftAnswersProps, "lift" | "currency">) {
  const text = useText("measures");
  const money = useRoundMoney(currency);
  const total = chooseWindow(lift.answers).find(({ of }) => of === "total");
  const look = total?.current ?? total?.finished;
  const cap = total && lift.caps[total.windowDays];
  return (
    <>
      <Text as="p" tone="subdued">
        {text("lift.how")}
      </Text>
      <Text as="p" tone="subdued">
        {text("lift.looks")}
      </Text>
      {look && (
        <Text as="p" tone="subdued">
          {text("lift.prior", { prior: money(look.priorMinor) })}
        </Text>
      )}
      {cap !== null && cap !== undefined && (
        <Text as="p" tone="subdued">
          {text("lift.cap", { cap: money(cap) })}
        </Text>
      )}
      <Text as="p" tone="subdued">
        {text("lift.holdout")}
      </Text>
    </>
  );
}
