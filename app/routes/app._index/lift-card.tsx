import { Badge, BlockStack, Card, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import { BuyersLift, LiftCertainty, RevenueLiftText } from "~/components/charts/lift-text";
import type { HomeSummary } from "~/pages/home/home-summary.server";
import type { Lift } from "~/feedback/lift/lift";
import type { RevenueLift } from "~/feedback/lift/revenue-lift";
import { useFormat, useText } from "~/i18n/text-provider";

interface LiftCardProps {
  lift: HomeSummary["lift"];
  currency: string;
}

/** Whether email recipients order more than the holdout group. */
export function LiftCard({ lift, currency }: LiftCardProps) {
  const text = useText("home");
  const measures = useText("measures");
  const format = useFormat();
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {text("lift.title")}
          </Text>
          <Text as="p" tone="subdued">
            {text("lift.text")}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {lift.countedAt === null
              ? measures("lift.notCounted")
              : measures("lift.counted", { time: format.instant(lift.countedAt) })}
          </Text>
        </BlockStack>
        <LiftRow
          name={text("lift.all")}
          lift={lift.overall}
          revenue={lift.revenue}
          currency={currency}
        />
        {lift.flows.map(({ flowId, name, people, lift: flowLift, revenue }) => (
          <BlockStack key={flowId} gap="400">
            <Divider />
            <LiftRow
              name={<Link url={`/app/flows/${flowId}`}>{name}</Link>}
              note={measures("lift.observed", { people })}
              lift={flowLift}
              revenue={revenue}
              currency={currency}
            />
          </BlockStack>
        ))}
        <LiftCertainty />
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
      <BuyersLift lift={lift} />
      {lift.kind === "measured" && <RevenueLiftText lift={revenue} currency={currency} />}
      {note !== undefined && (
        <Text as="p" variant="bodySm" tone="subdued">
          {note}
        </Text>
      )}
    </BlockStack>
  );
}

function LiftBadge({ lift }: { lift: Lift }) {
  const text = useText("home");
  const format = useFormat();
  if (lift.kind === "unbalanced") return <Badge tone="warning">{text("lift.unbalanced")}</Badge>;
  // The sentence below says what is missing.
  if (lift.kind !== "measured") return null;
  if (lift.low > 0) {
    const count = format.number(lift.difference * 100, 1);
    return <Badge tone="success">{text("lift.more", { count })}</Badge>;
  }
  if (lift.high < 0) return <Badge tone="critical">{text("lift.fewer")}</Badge>;
  return <Badge>{text("lift.unclear")}</Badge>;
}
