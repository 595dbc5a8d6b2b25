import { Badge, Banner, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { HowCalculated } from "~/components/charts/how-calculated";
import { TitledCard } from "~/components/titled-card";
import type { RevenueSummary } from "~/pages/home/credited-revenue.server";
import { useFormat, useText } from "~/i18n/text-provider";
import type { HomeSummary } from "~/pages/home/home-summary.server";
import { EffectFigure } from "./effect-figure";
import { revenueChange } from "./revenue-change";
import { DayBars } from "~/components/charts/day-bars";
import { currencyExponent } from "~/lib/money";

interface RevenueCardProps {
  revenue: RevenueSummary;
  currency: string;
  /** When Kindred last changed email settings. */
  changedAt: string | null;
  isChangeApproved: boolean;
  hasLiveFlow: boolean;
  lift: HomeSummary["lift"];
}

/** Revenue of orders within the attribution window of a click, net of refunds; then how much of it is new. */
export function RevenueCard(props: RevenueCardProps) {
  const { revenue, currency, changedAt, isChangeApproved, hasLiveFlow, lift } = props;
  const text = useText("home");
  const format = useFormat();
  const isEmpty = revenue.orders === 0 && revenue.before.orders === 0;
  return (
    <TitledCard title={text("revenue.title")}>
      {isEmpty ? (
        <NothingYet hasLiveFlow={hasLiveFlow} />
      ) : (
        <>
          <Headline revenue={revenue} currency={currency} />
          <EffectFigure lift={lift} currency={currency} />
          {changedAt !== null && revenue.netMinor < revenue.before.netMinor && (
            <Banner
              tone="warning"
              action={{ content: text("revenue.changedAction"), url: "/app/optimizations" }}
            >
              <p>
                {text(isChangeApproved ? "revenue.changedAsApproved" : "revenue.changed", {
                  time: format.instant(changedAt),
                })}
              </p>
            </Banner>
          )}
          {revenue.orders > 0 && <RevenueChart days={revenue.days} currency={currency} />}
          <HowCalculated>{text("revenue.about")}</HowCalculated>
        </>
      )}
    </TitledCard>
  );
}

const WEEK_DAYS = 7;

const sumNet = (days: RevenueSummary["days"]) =>
  days.reduce((sum, { netMinor }) => sum + netMinor, 0);

function Headline({ revenue, currency }: Pick<RevenueCardProps, "revenue" | "currency">) {
  const text = useText("home");
  const format = useFormat();
  const money = (minor: number) => format.money({ minor, currency });
  const { netMinor, refundedMinor, orders, before, days } = revenue;
  const change = before.isComparable ? revenueChange(netMinor, before.netMinor) : null;
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <Text as="p" variant="heading2xl">
          {money(netMinor)}
        </Text>
        {change && (
          <Badge
            {...(change.direction !== "same" && {
              tone: change.direction === "up" ? "success" : "warning",
            })}
          >
            {text(`revenue.${change.direction}`, { percent: format.rate(change.percent / 100, 0) })}
          </Badge>
        )}
      </InlineStack>
      <Text as="p">
        {refundedMinor > 0
          ? text("revenue.ordersRefunded", { orders, refunds: money(refundedMinor) })
          : text("revenue.orders", { orders })}
      </Text>
      <Text as="p" tone="subdued">
        {before.isComparable
          ? text("revenue.before", { amount: money(before.netMinor) })
          : text("revenue.noBefore")}
      </Text>
      <Text as="p">
        {text("revenue.week", {
          amount: money(sumNet(days.slice(-WEEK_DAYS))),
          before: money(sumNet(days.slice(-2 * WEEK_DAYS, -WEEK_DAYS))),
        })}
      </Text>
    </BlockStack>
  );
}

function NothingYet({ hasLiveFlow }: { hasLiveFlow: boolean }) {
  const text = useText("home");
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Text as="p">{text("revenue.none")}</Text>
      <Text as="p" tone="subdued">
        {text(hasLiveFlow ? "revenue.noneLive" : "revenue.noneOff")}
      </Text>
      {!hasLiveFlow && <Button url="/app/flows">{text("chooseFlow")}</Button>}
    </BlockStack>
  );
}

interface RevenueChartProps {
  days: RevenueSummary["days"];
  currency: string;
}

/** Attributed revenue per day. */
function RevenueChart({ days, currency }: RevenueChartProps) {
  const text = useText("home");
  const format = useFormat();
  const money = (minor: number) => format.money({ minor, currency });
  const [best] = days.toSorted((a, b) => b.netMinor - a.netMinor);
  const earning = days.filter(({ netMinor }) => netMinor > 0).length;
  return (
    <DayBars
      title={text("chart.title")}
      summary={
        best && earning > 0
          ? text("chart.summary", {
              days: earning,
              total: days.length,
              day: format.calendarDay(best.day),
              amount: money(best.netMinor),
            })
          : text("chart.none")
      }
      xLabel={text("chart.x")}
      yLabel={text("chart.y", { currency })}
      days={days.map(({ day, netMinor }) => ({ day, value: netMinor }))}
      format={money}
      unit={10 ** currencyExponent(currency)}
    />
  );
}
