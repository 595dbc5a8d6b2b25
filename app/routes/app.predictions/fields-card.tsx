import { BlockStack, Button, Card, Text } from "@shopify/polaris";
import { FeatureNotInPlan } from "~/components/plans/not-in-plan";

export interface FieldsCardProps {
  isOn: boolean;
  /** Whether Shopify rejected them the last time. */
  isStuck: boolean;
  /** Name of the shop's plan if it does not include this. */
  planWithout: string | null;
  isAsking: boolean;
  onSwitch: (isOn: boolean) => void;
}

/** Syncs predictions to Shopify's customer fields, if enabled. */
export function FieldsCard({ isOn, isStuck, planWithout, isAsking, onSwitch }: FieldsCardProps) {
  return (
    <Card>
      <BlockStack gap="300" inlineAlign="start">
        <Text as="h2" variant="headingMd">
          In Shopify’s customer fields
        </Text>
        <Text as="p">
          {isOn
            ? "Kindred writes each customer’s group, the chance that they stay away and what they will spend in 12 months into the metafields kindred.group, kindred.churn_chance and kindred.value_12_months, once a day."
            : "Kindred can write each customer’s group, the chance that they stay away and what they will spend in 12 months into metafields in Shopify, for other apps and for Shopify’s own lists. Who is erased is taken out there too."}
        </Text>
        {isStuck && (
          <Text as="p" tone="caution">
            Shopify did not take them the last time. Kindred tries again by itself.
          </Text>
        )}
        {planWithout !== null && <FeatureNotInPlan planName={planWithout} />}
        <Button
          loading={isAsking}
          disabled={planWithout !== null && !isOn}
          onClick={() => onSwitch(!isOn)}
        >
          {isOn ? "Stop, and take them out" : "Write them into Shopify"}
        </Button>
      </BlockStack>
    </Card>
  );
}
