import { Badge, BlockStack, Card, DataTable, InlineGrid, Tabs, Text } from "@shopify/polaris";
import { useState } from "react";
import { formatCounted, formatCount, formatRate } from "~/components/formats";
import type { IntentBackTest, PredictionsSummary } from "~/predictions/predictions-summary";
import { CandidatesTable } from "./candidates-table";
import { CalibrationPlot } from "./plots/calibration-plot";
import { GainPlot } from "./plots/gain-plot";

/** Back-test of purchase intent: forecasts and outcomes in the shop's past. */
export function IntentCard({ summary }: { summary: PredictionsSummary }) {
  const { backTests } = summary.intent;
  const [selected, select] = useState(0);
  const shown = backTests[selected];
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Who will order
          </Text>
          <Text as="p" tone="subdued">
            The model was given your orders up to a day in the past, and its forecasts were held
            against the orders that came after that day.
          </Text>
        </BlockStack>
        {backTests.length > 1 && (
          <Tabs
            tabs={backTests.map(({ days }) => ({ id: `within-${days}`, content: `${days} days` }))}
            selected={selected}
            onSelect={select}
          />
        )}
        {shown && <BackTest backTest={shown} metricWords={summary.metricWords} />}
      </BlockStack>
    </Card>
  );
}

interface BackTestProps {
  backTest: IntentBackTest;
  metricWords: PredictionsSummary["metricWords"];
}

function BackTest({ backTest: { days, measured, missing }, metricWords }: BackTestProps) {
  if (measured === null) {
    return (
      <BlockStack gap="100" inlineAlign="start">
        <Badge>Not enough data</Badge>
        <Text as="p">{missing}</Text>
      </BlockStack>
    );
  }
  const { customers, buyers, calibration, gain, deciles, candidates } = measured;
  return (
    <BlockStack gap="400">
      <Text as="p">
        {`Of ${formatCounted(customers, "customer")}, ${formatCount(buyers)} (${formatRate(buyers / customers, 0)}) ordered within ${days} days.`}
      </Text>
      <InlineGrid columns={{ xs: 1, md: 2 }} gap="500">
        <CalibrationPlot points={calibration} />
        <GainPlot points={gain} />
      </InlineGrid>
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          Customers in tenths, highest forecast first
        </Text>
        <DataTable
          columnContentTypes={["text", "numeric", "numeric", "numeric", "numeric"]}
          headings={["Tenth", "Customers", "Forecast", "Ordered", "Against average"]}
          rows={deciles.map((it) => [
            String(it.decile),
            formatCount(it.customers),
            formatRate(it.forecastRate),
            formatRate(it.observedRate),
            `× ${it.lift.toFixed(2)}`,
          ])}
        />
      </BlockStack>
      <BlockStack gap="100">
        <Text as="h3" variant="headingSm">
          Against simpler ways to tell
        </Text>
        <CandidatesTable candidates={candidates} metricWords={metricWords} />
      </BlockStack>
    </BlockStack>
  );
}
