import { BlockStack, Button, Card, Text } from "@shopify/polaris";
import { FeatureNotInPlan } from "~/components/plans/not-in-plan";
import { useText } from "~/i18n/text-provider";
import type { PlanId } from "~/shopify/billing/plan";

export interface FieldsCardProps {
  isOn: boolean;
  /** Whether Shopify rejected them the last time. */
  isStuck: boolean;
  /** Name of the shop's plan if it does not include this. */
  planWithout: PlanId | null;
  isSubmitting: boolean;
  onSwitch: (isOn: boolean) => void;
}

/** Syncs predictions to Shopify's customer fields, if enabled. */
export function FieldsCard({
  isOn,
  isStuck,
  planWithout,
  isSubmitting,
  onSwitch,
}: FieldsCardProps) {
  const text = useText("predictions");
  return (
    <Card>
      <BlockStack gap="300" inlineAlign="start">
        <Text as="h2" variant="headingMd">
          {text("fields.title")}
        </Text>
        <Text as="p">{text(isOn ? "fields.on" : "fields.off")}</Text>
        {isStuck && (
          <Text as="p" tone="caution">
            {text("fields.stuck")}
          </Text>
        )}
        {planWithout !== null && <FeatureNotInPlan plan={planWithout} />}
        <Button
          loading={isSubmitting}
          disabled={planWithout !== null && !isOn}
          onClick={() => onSwitch(!isOn)}
        >
          {text(isOn ? "fields.stop" : "fields.start")}
        </Button>
      </BlockStack>
    </Card>
  );
}
