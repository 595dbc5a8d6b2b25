import { BlockStack, Text } from "@shopify/polaris";
import { useRoundMoney } from "~/components/charts/use-round-money";
import { certaintyOfLook } from "~/feedback/lift/lift-certainty";
import { useFormat, useText } from "~/i18n/text-provider";
import type { HomeSummary } from "~/pages/home/home-summary.server";

interface EffectFigureProps {
  lift: HomeSummary["lift"];
  currency: string;
}

/**
 * What all emails brought beyond the holdout group, in money, with how certain that is. Nothing before a result. As long
 * as it may be nothing, words come before amounts, and a value that is noise is left out.
 */
export function EffectFigure({ lift, currency }: EffectFigureProps) {
  const text = useText("home");
  const measures = useText("measures");
  const format = useFormat();
  const money = useRoundMoney(currency);
  const totals = lift.answers.filter(({ of, problem }) => of === "total" && problem === null);
  const total = totals.findLast(({ current, finished }) => current ?? finished);
  const look = total?.current ?? total?.finished;
  if (!total || !look) return null;
  const { incrementalMinor, lowMinor, highMinor, chancePositive, from, to } = look;
  const certainty = certaintyOfLook(look);
  const isKnown = certainty === "more" || certainty === "less";
  const isProbable = certainty === "probably_more" || certainty === "probably_less";
  const expected = total.expected.find(({ rate }) => rate === lift.holdoutRate);
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {text("effect.title")}
      </Text>
      <Text as="p" variant="headingLg">
        {isKnown
          ? text("effect.about", { amount: money(incrementalMinor) })
          : measures(`lift.${certainty}`)}
      </Text>
      <Text as="p">
        {text(isProbable ? "effect.probably" : "effect.certainty", {
          amount: money(incrementalMinor),
          low: money(lowMinor),
          high: money(highMinor),
          chance: format.rate(chancePositive, 0),
        })}
      </Text>
      {!isKnown && expected && (
        <Text as="p">
          {measures("lift.expected", {
            day: expected.day === null ? "none" : format.calendarDate(expected.day),
            rate: format.rate(expected.rate),
          })}
        </Text>
      )}
      <Text as="p" variant="bodySm" tone="subdued">
        {text("effect.basis", { dates: format.calendarDates(from, to) })}
      </Text>
    </BlockStack>
  );
}
