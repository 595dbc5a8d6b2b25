import { BlockStack, Text } from "@shopify/polaris";
import { useRoundMoney } from "~/components/charts/use-round-money";
import { useFormat, useText } from "~/i18n/text-provider";
import type { HomeSummary } from "~/pages/home/home-summary.server";

interface EffectFigureProps {
  lift: HomeSummary["lift"];
  currency: string;
}

/** What all emails brought beyond the holdout group, in money, with how certain that is. Nothing before a result. */
export function EffectFigure({ lift, currency }: EffectFigureProps) {
  const text = useText("home");
  const format = useFormat();
  const money = useRoundMoney(currency);
  const totals = lift.answers.filter(({ of, problem }) => of === "total" && problem === null);
  const look = totals.map(({ current, finished }) => current ?? finished).findLast(Boolean);
  if (!look) return null;
  const { incrementalMinor, lowMinor, highMinor, chancePositive, from, to } = look;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {text("effect.title")}
      </Text>
      <Text as="p" variant="headingLg">
        {text("effect.about", { amount: money(incrementalMinor) })}
      </Text>
      <Text as="p">
        {text("effect.certainty", {
          low: money(lowMinor),
          high: money(highMinor),
          chance: format.rate(chancePositive, 0),
        })}
      </Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {text("effect.basis", { dates: format.calendarDates(from, to) })}
      </Text>
    </BlockStack>
  );
}
