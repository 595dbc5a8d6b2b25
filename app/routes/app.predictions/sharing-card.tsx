import { BlockStack, Button, Card, Text } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";
import type { SharingSummary } from "~/predictions/shared-priors/sharing-schedule";

export interface SharingCardProps extends SharingSummary {
  isSubmitting: boolean;
  onSwitch: (isOn: boolean) => void;
}

/** Turns sharing noisy counts with other stores on and off, and shows what it costs. */
export function SharingCard({ isOn, isSubmitting, onSwitch, ...sharing }: SharingCardProps) {
  const { spent, budget, lastSharedAt, nextAt, otherShops, neededShops } = sharing;
  const text = useText("predictions");
  const format = useFormat();
  const isUsable = otherShops >= neededShops;
  return (
    <Card>
      <BlockStack gap="300" inlineAlign="start">
        <Text as="h2" variant="headingMd">
          {text("sharing.title")}
        </Text>
        <Text as="p">{text("sharing.benefit")}</Text>
        <Text as="p">{text("sharing.leaves")}</Text>
        <Text as="p">{text(isOn ? "sharing.on" : "sharing.off")}</Text>
        {(isOn || spent > 0) && (
          <BlockStack gap="100">
            <Text as="p" tone="subdued">
              {text("sharing.spent", {
                spent: format.number(spent),
                budget: format.number(budget),
              })}
            </Text>
            {lastSharedAt !== null && (
              <Text as="p" tone="subdued">
                {text("sharing.last", { day: format.day(lastSharedAt) })}
              </Text>
            )}
            {isOn && (
              <Text as="p" tone="subdued">
                {text("sharing.next", { day: format.day(nextAt) })}
              </Text>
            )}
          </BlockStack>
        )}
        {!isUsable && (
          <Text as="p" tone="subdued">
            {text("sharing.others", { count: otherShops, needed: format.count(neededShops) })}
          </Text>
        )}
        <Button loading={isSubmitting} onClick={() => onSwitch(!isOn)}>
          {text(isOn ? "sharing.turnOff" : "sharing.turnOn")}
        </Button>
      </BlockStack>
    </Card>
  );
}
