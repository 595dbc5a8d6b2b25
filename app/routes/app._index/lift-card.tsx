import { BlockStack, Card, Text } from "@shopify/polaris";
import { LiftAnswers } from "~/components/charts/lift-answers";
import type { HomeSummary } from "~/pages/home/home-summary.server";
import { useText } from "~/i18n/text-provider";

interface LiftCardProps {
  lift: HomeSummary["lift"];
  currency: string;
  onSetHoldout: (rate: number) => void;
}

/** What emails add to revenue, compared with the holdout group. */
export function LiftCard({ lift, currency, onSetHoldout }: LiftCardProps) {
  const text = useText("home");
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
        </BlockStack>
        <LiftAnswers lift={lift} currency={currency} onSetHoldout={onSetHoldout} />
      </BlockStack>
    </Card>
  );
}
