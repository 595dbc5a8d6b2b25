import { ChartRow } from "~/components/charts/chart-row";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { PredictionsSummary } from "~/predictions/predictions-summary";
import { Histogram } from "./plots/histogram";

/** Distributions of the shop's customers: lifetime value, churn risk and next order. */
export function DistributionsCard({
  summary: { distributions, currency },
}: {
  summary: PredictionsSummary;
}) {
  const text = useText("predictions");
  const learning = useText("learning");
  const format = useFormat();
  return (
    <TitledCard title={text("distributions.title")}>
      <ChartRow>
        <Histogram
          title={learning("predicted.value")}
          xLabel={text("distributions.value")}
          bins={distributions.value}
          write={(minor) => format.roundMoney({ minor, currency })}
        />
        <Histogram
          title={learning("predicted.churn")}
          xLabel={text("distributions.churn")}
          bins={distributions.churn}
          write={(rate) => format.rate(rate, 0)}
        />
        <Histogram
          title={learning("predicted.next_order_days")}
          xLabel={text("distributions.nextOrder")}
          bins={distributions.nextOrder}
          write={format.count}
        />
      </ChartRow>
    </TitledCard>
  );
}
