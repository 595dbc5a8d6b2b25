import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { formatCounted, formatInstant } from "~/components/formats";
import type { RevenueSummary } from "~/feedback/home/credited-revenue.server";
import { formatMoney } from "~/lib/money";
import { revenueChange } from "./revenue-change";
import { RevenueChart } from "./revenue-chart";

interface RevenueCardProps {
  revenue: RevenueSummary;
  currency: string;
  timeZone: string;
  /** When Kindred last changed email settings. */
  changedAt: string | null;
  isChangeApproved: boolean;
  hasLiveFlow: boolean;
}

/** Revenue of orders within the attribution window of a click, net of refunds. */
export function RevenueCard(props: RevenueCardProps) {
  const { revenue, currency, timeZone, changedAt, isChangeApproved, hasLiveFlow } = props;
  const isEmpty = revenue.orders === 0 && revenue.before.orders === 0;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Revenue attributed to emails, orders of the last 30 days
        </Text>
        {isEmpty ? (
          <NothingYet hasLiveFlow={hasLiveFlow} />
        ) : (
          <>
            <Headline revenue={revenue} currency={currency} />
            {changedAt !== null && revenue.netMinor < revenue.before.netMinor && (
              <Banner tone="warning" action={{ content: "See what changed", url: "/app/changes" }}>
                <p>
                  {`On ${formatInstant(changedAt, timeZone)} Kindred changed ${isChangeApproved ? "how your email goes out, as you approved" : "by itself how your email goes out"}. That may explain a part of the drop. You can take it back.`}
                </p>
              </Banner>
            )}
            {revenue.orders > 0 && <RevenueChart days={revenue.days} currency={currency} />}
            <Text as="p" variant="bodySm" tone="subdued">
              Orders placed soon after a person clicked in an email, refunds taken off, by the day
              of the order. Reports count by the day on which the email was sent, so the two differ.
              Some of the orders would have come anyway: see what the emails changed, below.
            </Text>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function Headline({ revenue, currency }: Pick<RevenueCardProps, "revenue" | "currency">) {
  const money = (minor: number) => formatMoney({ minor, currency });
  const { netMinor, refundedMinor, orders, before } = revenue;
  const change = before.isComparable ? revenueChange(netMinor, before.netMinor) : null;
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
        {`From ${formatCounted(orders, "order")}${refunds}. `}
        <Text as="span" tone="subdued">
          {before.isComparable
            ? `${money(before.netMinor)} in the 30 days before.`
            : "There is nothing to compare with yet: emails were not sent all through the 30 days before."}
        </Text>
      </Text>
    </BlockStack>
  );
}

function NothingYet({ hasLiveFlow }: { hasLiveFlow: boolean }) {
  return (
    <BlockStack gap="200" inlineAlign="start">
      <Text as="p">No order has been credited to an email yet.</Text>
      <Text as="p" tone="subdued">
        {hasLiveFlow
          ? "It takes a person who clicks in an email and then orders. This fills by itself."
          : "Nothing is sent before a flow is on. Once one is, orders after a click in its emails are counted here."}
      </Text>
      {!hasLiveFlow && <Button url="/app/flows">Choose a flow</Button>}
    </BlockStack>
  );
}
