import { BlockStack, Card, Text } from "@shopify/polaris";
import { BarChart } from "~/components/charts/bar-chart";
import { Figures } from "~/components/charts/figures";
import { formatCalendarDay, formatCount } from "~/components/formats";
import type { RevenueSummary } from "~/feedback/credited-revenue.server";
import { formatMoney } from "~/lib/money";

interface RevenueCardProps {
  revenue: RevenueSummary;
  currency: string;
}

/** What orders within the attribution window of a click brought, after refunds. */
export function RevenueCard({ revenue, currency }: RevenueCardProps) {
  const money = (minor: number) => formatMoney({ minor, currency });
  const bars = revenue.days.map(({ day, netMinor }) => ({
    label: formatCalendarDay(day),
    value: Math.max(0, netMinor),
    text: money(netMinor),
  }));
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Revenue credited, last 30 days
          </Text>
          <Text as="p" tone="subdued">
            Orders placed soon after a person clicked in a mail, refunds taken off. Some of them
            would have come anyway: see what the mails changed, below.
          </Text>
        </BlockStack>
        {revenue.orders === 0 ? (
          <Text as="p">No order has been credited to a mail yet.</Text>
        ) : (
          <>
            <Figures
              figures={[
                { label: "Net revenue", value: money(revenue.netMinor) },
                { label: "Orders", value: formatCount(revenue.orders) },
                { label: "Refunded", value: money(revenue.refundedMinor) },
              ]}
            />
            <BarChart bars={bars} summary={chartWords(bars, money(revenue.netMinor))} />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function chartWords(
  bars: readonly { label: string; value: number; text: string }[],
  total: string,
): string {
  const best = bars.reduce((a, b) => (b.value > a.value ? b : a));
  return `Credited revenue by day, ${total} in all. The best day was ${best.label} with ${best.text}.`;
}
