import { Badge, BlockStack, Card, Collapsible, Button, Divider, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import { formatCounted } from "~/components/formats";
import type { PredictionsSummary, ShownFit } from "~/predictions/predictions-summary";
import { number, Weights } from "./weights";

/** The models' findings in this shop as text: purchase intent and behavior. */
export function ReasonsCard({ summary: { intent, behavior } }: { summary: PredictionsSummary }) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            What speaks for an order
          </Text>
          <Text as="p" tone="subdued">
            Each weight with the interval that holds the true one in 95 of 100 shops like yours. An
            interval that crosses the dashed line may be nothing at all.
          </Text>
        </BlockStack>
        {intent.missing !== null && <Missing text={intent.missing} />}
        {intent.base && (
          <Fit
            title={`From interest alone, within ${intent.base.days} days`}
            formula="P(order) = σ(θ₀ + θ₁ · interest)"
            fit={intent.base}
          />
        )}
        {intent.full && (
          <>
            <Divider />
            <Fit
              title={`From all that is known, within ${intent.full.days} days`}
              formula="P(order) = σ(θ₀ + θ · features), then calibrated"
              fit={intent.full}
              isFolded
            />
          </>
        )}
        <Divider />
        {behavior.missing !== null ? (
          <BlockStack gap="200">
            <Text as="h3" variant="headingSm">
              Behavior from spend and interest
            </Text>
            <Missing text={behavior.missing} />
          </BlockStack>
        ) : (
          <Fit
            title={`Behavior from spend and interest, over ${behavior.days} days`}
            formula={`X = αC + βI + ε, with R² ${number(behavior.rSquared)} and residuals of ± ${number(behavior.residualDeviation)}`}
            fit={behavior}
          />
        )}
      </BlockStack>
    </Card>
  );
}

function Missing({ text }: { text: string }) {
  return (
    <BlockStack gap="100" inlineAlign="start">
      <Badge>Not enough data</Badge>
      <Text as="p">{text}</Text>
    </BlockStack>
  );
}

interface FitProps {
  title: string;
  formula: string;
  fit: ShownFit;
  /** Shows all weights on request. */
  isFolded?: boolean;
}

function Fit({ title, formula, fit, isFolded = false }: FitProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(!isFolded);
  return (
    <BlockStack gap="200" inlineAlign="stretch">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      <Text as="p">{fit.words}</Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {`${formula}. Learned from ${formatCounted(fit.customers, "customer")}.`}
      </Text>
      {isFolded && (
        <div>
          <Button
            variant="plain"
            ariaControls={id}
            ariaExpanded={isOpen}
            disclosure={isOpen ? "up" : "down"}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? "Hide the weights" : `Show all ${fit.weights.length} weights`}
          </Button>
        </div>
      )}
      <Collapsible id={id} open={isOpen}>
        <Weights weights={fit.weights} />
      </Collapsible>
    </BlockStack>
  );
}
