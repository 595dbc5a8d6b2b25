import { BlockStack, Card, InlineGrid, Text } from "@shopify/polaris";
import { formatCount, formatRate } from "~/components/formats";
import { formatMoney } from "~/lib/money";
import type { Bin, PredictionsSummary } from "~/predictions/predictions-summary";
import { Histogram } from "./plots/histogram";

/** Distributions of the shop's customers: lifetime value, churn risk and next order. */
export function DistributionsCard({
  summary: { distributions, currency },
}: {
  summary: PredictionsSummary;
}) {
  const money = (minor: number) => formatMoney({ minor, currency }).replace(/[.,]00$/, "");
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Your customers by what is to come
        </Text>
        <InlineGrid columns={{ xs: 1, md: 3 }} gap="500">
          <Part bins={distributions.value}>
            <Histogram
              title="Value of the next 12 months"
              xLabel="Expected spend"
              bins={distributions.value}
              textOf={money}
            />
          </Part>
          <Part bins={distributions.churn}>
            <Histogram
              title="Risk of losing them"
              xLabel="Chance of no further order"
              bins={distributions.churn}
              textOf={(rate) => formatRate(rate, 0)}
            />
          </Part>
          <Part bins={distributions.nextOrder}>
            <Histogram
              title="Next order, if one comes"
              xLabel="Days from now"
              bins={distributions.nextOrder}
              textOf={formatCount}
            />
          </Part>
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

/** Without customers there is no chart. */
function Part({ bins, children }: { bins: readonly Bin[]; children: React.ReactNode }) {
  return bins.some(({ profiles }) => profiles > 0) ? children : null;
}
