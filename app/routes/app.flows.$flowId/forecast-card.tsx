import { BlockStack, Card, List, Text } from "@shopify/polaris";
import type { ForecastCheck } from "~/feedback/forecast/compare-forecast";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ForecastOutcome } from "~/pages/flows/flow-forecast-check.server";

/** What was forecast before the flow was turned on, next to what it brought. */
export function ForecastCard({
  outcome,
  currency,
}: {
  outcome: ForecastOutcome;
  currency: string;
}) {
  const text = useText("flow-editor");
  const format = useFormat();
  const money = (minor: number) => format.roundMoney({ minor: Math.round(minor), currency });
  const count = (emails: number) => format.number(Math.round(emails), 0);
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {text("forecast.title")}
        </Text>
        {outcome.kind === "early" ? (
          <Text as="p" tone="subdued">
            {text("forecast.early", { weeks: outcome.weeks })}
          </Text>
        ) : (
          <>
            <List>
              <List.Item>{text("forecast.emails", valuesOf(outcome.emails, count))}</List.Item>
              <List.Item>
                {text("forecast.revenue", valuesOf(outcome.revenueMinor, money))}
              </List.Item>
            </List>
            <Text as="p">{text(`forecast.verdict.${outcome.revenueMinor.verdict}`)}</Text>
            {outcome.calibration?.ratio && (
              <Text as="p">
                {text("forecast.calibration", {
                  flows: outcome.calibration.flows,
                  within: outcome.calibration.within,
                  ratio: format.rate(outcome.calibration.ratio.mean, 0),
                  low: format.rate(outcome.calibration.ratio.low, 0),
                  high: format.rate(outcome.calibration.ratio.high, 0),
                })}
              </Text>
            )}
            <Text as="p" variant="bodySm" tone="subdued">
              {text(outcome.isChanged ? "forecast.basisChanged" : "forecast.basis", {
                weeks: outcome.weeks,
              })}
            </Text>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

const valuesOf = (
  { forecast, mean, low, high }: ForecastCheck,
  write: (value: number) => string,
) => ({ forecast: write(forecast), mean: write(mean), low: write(low), high: write(high) });
