import { Divider, Text } from "@shopify/polaris";
import { KeyFigures } from "~/components/charts/figures";
import { LiftAnswerText } from "~/components/charts/lift-answers";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";

/** What the campaign brought: attributed revenue by clicks, and incremental revenue by its holdout. */
export function ResultsCard({ campaign }: { campaign: CampaignPage }) {
  const text = useText("campaigns");
  const measures = useText("measures");
  const format = useFormat();
  const { numbers, currency, lift } = campaign;
  const { sent, clicked, unsubscribed, orders, netMinor, netBetween } = numbers;
  const money = (minor: number) => format.money({ minor, currency });
  return (
    <TitledCard title={text("results.title")} gap="300">
      <KeyFigures
        figures={[
          {
            label: text("figure.clicked"),
            value: format.count(clicked),
            ...(sent > 0 && { note: format.rate(clicked / sent) }),
          },
          {
            label: text("figure.unsubscribed"),
            value: format.count(unsubscribed),
            ...(sent > 0 && { note: format.rate(unsubscribed / sent) }),
          },
          { label: text("figure.orders"), value: format.count(orders) },
          { label: text("figure.netRevenue"), value: money(netMinor) },
        ]}
      />
      {netBetween !== null && (
        <Text as="p" tone="subdued">
          {text("results.between", { low: money(netBetween.low), high: money(netBetween.high) })}
        </Text>
      )}
      {lift !== null && (
        <>
          <Divider />
          {lift === "not_counted" ? (
            <Text as="p">{measures("lift.none")}</Text>
          ) : (
            <LiftAnswerText name={text("results.lift")} answer={lift} currency={currency} />
          )}
        </>
      )}
    </TitledCard>
  );
}
