import { BlockStack, Button, Card, InlineStack, List, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { TestProgress } from "~/feedback/gains/drawn-variant-store.server";
import { MIN_PEOPLE } from "~/experiments/frequency/rollout";
import { MIN_POLICY_SENDS } from "~/experiments/policy/decide-policy";

/** For a new shop: what is tested first, and when. */
export function FirstTestsCard({ progress: { sent, people } }: { progress: TestProgress }) {
  const text = useText("optimizations");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p" tone="subdued">
          {text("first.text")}
        </Text>
        <List>
          <List.Item>{text("first.subject")}</List.Item>
          <List.Item>{text("first.email", { min: MIN_POLICY_SENDS, count: sent })}</List.Item>
          <List.Item>{text("first.frequency", { min: MIN_PEOPLE, count: people })}</List.Item>
        </List>
        <InlineStack gap="200">
          <Button url="/app/emails">{text("first.emails")}</Button>
          <Button url="/app/flows" variant="plain">
            {text("first.flows")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
