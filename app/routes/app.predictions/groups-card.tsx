import { BlockStack, InlineGrid, InlineStack, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { roundToTenths } from "~/i18n/round-to-tenths";
import { useFormat, useText } from "~/i18n/text-provider";
import type { PredictionsSummary, ShownShopGroup } from "~/predictions/predictions-summary";
import { GroupMap } from "./plots/group-map";

/** Customer groups as a chart and a list. */
export function GroupsCard({ summary: { groups, currency } }: { summary: PredictionsSummary }) {
  const text = useText("predictions");
  const canDraw = groups.some(({ center }) => center !== null);
  return (
    <TitledCard title={text("groups.title")} text={text("groups.text")}>
      {groups.length === 0 ? (
        <Text as="p">{text("groups.none")}</Text>
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
    </TitledCard>
  );
}

interface GroupRowProps {
  number: number;
  group: ShownShopGroup;
  currency: string;
}

function GroupRow({ number, group, currency }: GroupRowProps) {
  const { key, profiles, share, center } = group;
  const text = useText("predictions");
  const learning = useText("learning");
  const format = useFormat();
  return (
    <BlockStack as="li" gap="050">
      <InlineStack align="space-between" gap="200">
        <Text as="h3" variant="headingSm">
          {text("groups.numbered", { number, name: learning(`group.${key}`) })}
        </Text>
        <Text as="span" tone="subdued" numeric>
          {text("customersShare", { count: profiles, share: format.rate(share, 0) })}
        </Text>
      </InlineStack>
      <Text as="p">{learning(`group.${key}.about`)}</Text>
      {center !== null && (
        <Text as="p" variant="bodySm" tone="subdued">
          {text("groups.average", {
            orders: roundToTenths(center.orders),
            spend: format.money({ minor: Math.round(center.spendMinor), currency }),
            days: Math.round(center.recencyDays),
          })}
        </Text>
      )}
    </BlockStack>
  );
}
