import { Badge, BlockStack, Button, Card, InlineStack, List, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { PLAN_FEATURES, type Plan } from "~/shopify/billing/plan";

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

/** One plan: its price, its emails, and which features it includes. */
export function OfferCard(props: OfferCardProps) {
  const { offer, isHeld, isNext, trialDays, isBusy, onChoose } = props;
  const { id, price, emailsPerMonth, features } = offer;
  const text = useText("plan");
  const name = useText("common")(`planName.${id}`);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingMd">
            {name}
          </Text>
          {isHeld && <Badge tone="success">{text("held")}</Badge>}
        </InlineStack>
        <BlockStack gap="050">
          <Text as="p" variant="headingLg">
            {text("price", { price })}
          </Text>
          <Text as="p" tone="subdued">
            {text(price === 0 ? "forever" : "per30Days")}
          </Text>
        </BlockStack>
        <List>
          <List.Item>{text("emailsPerMonth", { count: emailsPerMonth ?? 0 })}</List.Item>
          <List.Item>{text("allFeatures")}</List.Item>
          {PLAN_FEATURES.map((feature) => (
            <List.Item key={feature}>
              {features.includes(feature) ? (
                text(`feature.${feature}`)
              ) : (
                <Text as="span" tone="subdued">
                  {text("notIncluded", { feature: text(`feature.${feature}`) })}
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
              accessibilityLabel={text("chooseLabel", { name })}
            >
              {text("choose", { name })}
            </Button>
            {trialDays > 0 && (
              <Text as="p" tone="subdued" alignment="center">
                {text("trial", { days: trialDays })}
              </Text>
            )}
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}
