import { BlockStack, Card, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import { formatCounted, formatRate } from "~/components/formats";
import { formatMoney } from "~/lib/money";
import type { PredictionsSummary, ShownShopGroup } from "~/predictions/predictions-summary";
import { GroupMap } from "./plots/group-map";

/** Customer groups as a chart and a list. */
export function GroupsCard({ summary: { groups, currency } }: { summary: PredictionsSummary }) {
  const canDraw = groups.some(({ center }) => center !== null);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Customer groups
          </Text>
          <Text as="p" tone="subdued">
            Found by how recently, how often and for how much customers order. The larger a circle,
            the more customers.
          </Text>
        </BlockStack>
        {groups.length === 0 ? (
          <Text as="p">No customer has been put into a group yet.</Text>
        ) : (
          <InlineGrid columns={{ xs: 1, lg: canDraw ? 2 : 1 }} gap="500">
            {canDraw && <GroupMap groups={groups} />}
            <BlockStack as="ol" gap="300">
              {groups.map((group, i) => (
                <GroupRow key={group.key} number={i + 1} group={group} currency={currency} />
              ))}
            </BlockStack>
          </InlineGrid>
        )}
      </BlockStack>
    </Card>
  );
}

interface GroupRowProps {
  number: number;
  group: ShownShopGroup;
  currency: string;
}

function GroupRow({ number, group, currency }: GroupRowProps) {
  const { name, about, profiles, share, center } = group;
  return (
    <BlockStack as="li" gap="050">
      <InlineStack align="space-between" gap="200">
        <Text as="h3" variant="headingSm">
          {`${number}. ${name}`}
        </Text>
        <Text as="span" tone="subdued" numeric>
          {`${formatCounted(profiles, "customer")}, ${formatRate(share, 0)}`}
        </Text>
      </InlineStack>
      <Text as="p">{about}</Text>
      {center !== null && (
        <Text as="p" variant="bodySm" tone="subdued">
          {`On average ${center.orders.toFixed(1)} orders, ${formatMoney({ minor: Math.round(center.spendMinor), currency })} in all, the last ${formatCounted(Math.round(center.recencyDays), "day")} ago`}
        </Text>
      )}
    </BlockStack>
  );
}
