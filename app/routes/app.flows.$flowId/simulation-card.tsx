import { BlockStack, Button, Card, InlineStack, SkeletonBodyText, Text } from "@shopify/polaris";
import { Suspense } from "react";
import { useText } from "~/i18n/text-provider";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import { SUMMARY_DAYS } from "~/pages/flows/flow-summary";
import type { SimulationPageData } from "~/pages/flows/simulate.server";
import { LaterOutcome } from "./later-parts";

export interface SimulationCardProps {
  flow: FlowPageData;
  /** null: not requested yet. */
  simulation: SimulationPageData | null;
  isRunning: boolean;
  /** Whether the form differs from the saved flow, which is simulated. */
  isDirty: boolean;
  onRun: () => void;
}

/** Customers that the flow would have reached recently, before it is activated. */
export function SimulationCard(props: SimulationCardProps) {
  const { flow, simulation, isRunning, isDirty, onRun } = props;
  const text = useText("flow-editor");
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <BlockStack gap="100">
            <Text as="h2" variant="headingMd">
              {text("simulation.title")}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {text("simulation.text", { days: SUMMARY_DAYS })}
            </Text>
          </BlockStack>
          <Button onClick={onRun} loading={isRunning} disabled={isDirty}>
            {text(simulation === null ? "simulation.run" : "simulation.rerun")}
          </Button>
        </InlineStack>
        {isDirty && (
          <Text as="p" variant="bodySm" tone="subdued">
            {text("simulation.saveFirst")}
          </Text>
        )}
        {isRunning && simulation === null && <SkeletonBodyText lines={4} />}
        {simulation !== null && (
          <Suspense fallback={<SkeletonBodyText />}>
            <LaterOutcome flow={flow} simulation={simulation} />
          </Suspense>
        )}
      </BlockStack>
    </Card>
  );
}
