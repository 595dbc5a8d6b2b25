import { BlockStack, Tabs, Text } from "@shopify/polaris";
import { useState } from "react";
import { ChartRow } from "~/components/charts/chart-row";
import { HowCalculated } from "~/components/charts/how-calculated";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { IntentBackTest, PredictionsSummary } from "~/predictions/predictions-summary";
import { CandidatesTable } from "./candidates-table";
import { NotEnoughData } from "./not-enough-data";
import { CalibrationPlot } from "./plots/calibration-plot";
import { GainPlot } from "./plots/gain-plot";

/** Back-test of purchase intent: forecasts and outcomes in the shop's past. */
export function IntentCard({ summary: { intent, currency } }: { summary: PredictionsSummary }) {
  const { backTests } = intent;
  const text = useText("predictions");
  const [selected, select] = useState(0);
  const shown = backTests[selected];
  return (
    <TitledCard title={text("intent.title")} text={text("intent.text")}>
      {backTests.length > 1 && (
        <Tabs
          tabs={backTests.map(({ days }) => ({
            id: `within-${days}`,
            content: text("intent.days", { days }),
          }))}
          selected={selected}
          onSelect={select}
        />
      )}
      {shown && <BackTest backTest={shown} currency={currency} />}
    </TitledCard>
  );
}

interface BackTestProps {
  backTest: IntentBackTest;
  currency: string;
}

function BackTest({ backTest: { days, measured, missing }, currency }: BackTestProps) {
  const text = useText("predictions");
  const format = useFormat();
  if (measured === null) return <NotEnoughData missing={missing} />;
  const { customers, buyers, calibration, gain, deciles, candidates } = measured;
  return (
    <BlockStack gap="400">
      <Text as="p">
        {text("intent.result", {
          buyers,
          count: customers,
          rate: format.rate(buyers / customers, 0),
          days,
        })}
      </Text>
      <ChartRow>
        <CalibrationPlot points={calibration} />
        <GainPlot points={gain} />
      </ChartRow>
      <HowCalculated>
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            {text("deciles.title")}
          </Text>
          <ScrollableTable
            columnContentTypes={["text", "numeric", "numeric", "numeric", "numeric"]}
            headings={[
              text("deciles.group"),
              text("deciles.customers"),
              text("deciles.predicted"),
              text("deciles.ordered"),
              text("deciles.average"),
            ]}
            rows={deciles.map((it) => [
              format.count(it.decile),
              format.count(it.customers),
              format.rate(it.forecastRate),
              format.rate(it.observedRate),
              text("deciles.times", { factor: format.number(it.lift, 2) }),
            ])}
          />
        </BlockStack>
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            {text("candidates.title")}
          </Text>
          <CandidatesTable candidates={candidates} currency={currency} />
        </BlockStack>
      </HowCalculated>
    </BlockStack>
  );
}
