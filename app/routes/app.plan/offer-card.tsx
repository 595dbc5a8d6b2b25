import { Badge, BlockStack, Button, Card, InlineStack, List, Text } from "@shopify/polaris";
import { formatCounted } from "~/components/formats";
import { FEATURE_NAMES } from "~/components/plans/plan-words";
import type { Feature, Plan } from "~/shopify/billing/plan";

interface OfferCardProps {
  offer: Plan;
  isHeld: boolean;
  /** The page's only primary button. */
  isNext: boolean;
  trialDays: number;
  isBusy: boolean;
  /** null: it cannot be chosen. */
  onChoose: (() => void) | null;
}

const FEATURES = Object.keys(FEATURE_NAMES) as Feature[];

/** One plan: its price, its emails, and which features it includes. */
export function OfferCard(props: OfferCardProps) {
  const { offer, isHeld, isNext, trialDays, isBusy, onChoose } = props;
  const { name, price, emailsPerMonth, features } = offer;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingMd">
            {name}
          </Text>
          {isHeld && <Badge tone="success">Your plan</Badge>}
        </InlineStack>
        <BlockStack gap="050">
          <Text as="p" variant="headingLg">
            {price === 0 ? "$0" : `$${price}`}
          </Text>
          <Text as="p" tone="subdued">
            {price === 0 ? "For as long as you like" : "every 30 days"}
          </Text>
        </BlockStack>
        <List>
          <List.Item>{formatCounted(emailsPerMonth ?? 0, "email")} a month</List.Item>
          <List.Item>All flows, campaigns, segments and reports</List.Item>
          {FEATURES.map((feature) => (
            <List.Item key={feature}>
              {features.includes(feature) ? (
                FEATURE_NAMES[feature]
              ) : (
                <Text as="span" tone="subdued">
                  Without: {lowerFirst(FEATURE_NAMES[feature])}
                </Text>
              )}
            </List.Item>
          ))}
        </List>
        {!isHeld && onChoose !== null && (
          <BlockStack gap="100">
            <Button
              variant={isNext ? "primary" : "secondary"}
              disabled={isBusy}
              onClick={onChoose}
              accessibilityLabel={`Choose the ${name} plan`}
            >
              {`Choose ${name}`}
            </Button>
            {trialDays > 0 && (
              <Text as="p" tone="subdued" alignment="center">
                {formatCounted(trialDays, "day")} free
              </Text>
            )}
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
