import { Badge, BlockStack, Card, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import { formatCounted, formatInstant } from "~/components/formats";
import type { HomeSummary } from "~/feedback/home/home-summary.server";
import { MEASURES } from "~/feedback/measures";
import type { RevenueLift } from "~/feedback/lift/revenue-lift";
import type { Lift } from "~/feedback/lift/lift";
import { MeasureName } from "~/components/charts/measure-name";
import { GRADE_CERTAINTY, liftWords, revenueWords } from "~/components/lift-words";

interface LiftCardProps {
  lift: HomeSummary["lift"];
  timeZone: string;
  currency: string;
}

/** Whether email recipients order more than the holdout group. */
export function LiftCard({ lift, timeZone, currency }: LiftCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            What the emails changed
          </Text>
          <Text as="p" tone="subdued">
            A few people, drawn at random, are left alone. If those who got emails order more often
            than they do, the emails made the difference. {GRADE_CERTAINTY}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {lift.countedAt === null
              ? "Not counted yet: the first count comes within a minute."
              : `As of ${formatInstant(lift.countedAt, timeZone)}.`}
          </Text>
        </BlockStack>
        <LiftRow
          name="All flows and campaigns"
          lift={lift.overall}
          revenue={lift.revenue}
          currency={currency}
        />
        {lift.flows.map(({ flowId, name, people, lift: flowLift, revenue }) => (
          <BlockStack key={flowId} gap="400">
            <Divider />
            <LiftRow
              name={<Link url={`/app/flows/${flowId}`}>{name}</Link>}
              note={`${formatCounted(people, "person", "people")} observed to the end`}
              lift={flowLift}
              revenue={revenue}
              currency={currency}
            />
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

interface LiftRowProps {
  name: React.ReactNode;
  note?: string;
  lift: Lift;
  revenue: RevenueLift;
  currency: string;
}

function LiftRow({ name, note, lift, revenue, currency }: LiftRowProps) {
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between" gap="200">
        <Text as="h3" variant="headingSm">
          {name}
        </Text>
        <LiftBadge lift={lift} />
      </InlineStack>
      <Text as="p">{liftWords(lift)}</Text>
      {lift.kind === "measured" && (
        <Text as="p">
          <MeasureName measure={MEASURES.incrementalRevenue} />
          {`: ${revenueWords(revenue, currency)}`}
        </Text>
      )}
      {note !== undefined && (
        <Text as="p" variant="bodySm" tone="subdued">
          {note}
        </Text>
      )}
    </BlockStack>
  );
}

function LiftBadge({ lift }: { lift: Lift }) {
  if (lift.kind === "unbalanced") return <Badge tone="warning">Check needed</Badge>;
  if (lift.kind !== "measured") return <Badge>Not known yet</Badge>;
  if (lift.low > 0)
    return <Badge tone="success">{`+${(lift.difference * 100).toFixed(1)} buyers per 100`}</Badge>;
  if (lift.high < 0) return <Badge tone="critical">Fewer orders</Badge>;
  return <Badge>No difference seen</Badge>;
}
