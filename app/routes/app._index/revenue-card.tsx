import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { counted } from "~/components/formats";
import type { RevenueSummary } from "~/feedback/home/credited-revenue.server";
import { formatMoney } from "~/lib/money";
import { revenueChange } from "./revenue-change";
import { RevenueChart } from "./revenue-chart";

interface RevenueCardProps {
  revenue: RevenueSummary;
  currency: string;
  hasLiveFlow: boolean;
}

/** What orders within the attribution window of a click brought, after refunds. */
export function RevenueCard({ revenue, currency, hasLiveFlow }: RevenueCardProps) {
  const isEmpty = revenue.orders === 0 && revenue.before.orders === 0;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Revenue credited to mails, last 30 days
        </Text>
        {isEmpty ? (
          <NothingYet hasLiveFlow={hasLiveFlow} />
        ) : (
          <>
            <Headline revenue={revenue} currency={currency} />
            {revenue.orders > 0 && <RevenueChart days={revenue.days} currency={currency} />}
            <Text as="p" variant="bodySm" tone="subdued">
              Orders placed soon after a person clicked in a mail, refunds taken off. Some of them
              would have come anyway: see what the mails changed, below.
            </Text>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function Headline({ revenue, currency }: Omit<RevenueCardProps, "hasLiveFlow">) {
  const money = (minor: number) => formatMoney({ minor, currency });
  const { netMinor, refundedMinor, orders, before } = revenue;
  const change = revenueChange(netMinor, before.netMinor);
  const refunds = refundedMinor > 0 ? `, after ${money(refundedMinor)} of refunds` : "";
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
            {change.words}
          </Badge>
        )}
      </InlineStack>
      <Text as="p">
        {`From ${counted(orders, "order")}${refunds}. `}
        <Text as="span" tone="subdued">
          {before.orders === 0
            ? "Nothing was credited in the 30 days before."
            : `${money(before.netMinor)} in the 30 days before.`}
        </Text>
      </Text>
    </BlockStack>
  );
}

function NothingYet({ hasLiveFlow }: { hasLiveFlow: boolean }) {
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Text as="p">No order has been credited to a mail yet.</Text>
      <Text as="p" tone="subdued">
        {hasLiveFlow
          ? "It takes a person who clicks in a mail and then orders. This fills by itself."
          : "Nothing is sent before a flow is on. Once one is, orders after a click in its mails are counted here."}
      </Text>
      {!hasLiveFlow && <Button url="/app/flows">Choose a flow</Button>}
    </BlockStack>
  );
}
