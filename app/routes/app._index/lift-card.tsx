import { Badge, BlockStack, Card, Divider, InlineStack, Link, Text } from "@shopify/polaris";
import { counted, formatInstant } from "~/components/formats";
import type { HomeSummary } from "~/feedback/home/home-summary.server";
import type { Lift } from "~/feedback/lift/lift";
import { liftWords } from "~/components/lift-words";

interface LiftCardProps {
  lift: HomeSummary["lift"];
  timeZone: string;
}

/** Whether people who got mails order more than people who were left alone. */
export function LiftCard({ lift, timeZone }: LiftCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            What the mails changed
          </Text>
          <Text as="p" tone="subdued">
            A few people, drawn at random, are left alone. If those who got mails order more often
            than they do, the mails made the difference.
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {lift.countedAt === null
              ? "Not counted yet: the first count comes within a minute."
              : `As of ${formatInstant(lift.countedAt, timeZone)}.`}
          </Text>
        </BlockStack>
        <LiftRow name="All flows" lift={lift.overall} />
        {lift.flows.map(({ flowId, name, people, lift: flowLift }) => (
          <BlockStack key={flowId} gap="400">
            <Divider />
            <LiftRow
              name={<Link url={`/app/flows/${flowId}`}>{name}</Link>}
              note={`${counted(people, "person", "people")} observed to the end`}
              lift={flowLift}
            />
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function LiftRow({ name, note, lift }: { name: React.ReactNode; note?: string; lift: Lift }) {
  return (
    <BlockStack gap="100">
      <InlineStack align="space-between" gap="200">
        <Text as="h3" variant="headingSm">
          {name}
        </Text>
        <LiftBadge lift={lift} />
      </InlineStack>
      <Text as="p">{liftWords(lift)}</Text>
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
