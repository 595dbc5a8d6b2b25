import { BlockStack, Card, Text, TextField } from "@shopify/polaris";
import { triggerWords } from "~/components/flows/flow-words";
import { TRIGGER_NUMBERS } from "~/flows/definition/trigger-number";
import type { FlowPage } from "~/flows/flow-page.server";

interface TriggerFormProps {
  flow: FlowPage;
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
}

/** What begins the flow. */
export function TriggerForm({ flow, value, problem, onChange }: TriggerFormProps) {
  const { trigger } = flow.definition;
  const number = TRIGGER_NUMBERS[trigger.kind];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What begins the flow
        </Text>
        <Text as="p">{triggerWords(trigger, flow.names)}</Text>
        {number && (
          <TextField
            label={number.label}
            type="number"
            min={Number(number.from)}
            autoComplete="off"
            value={value}
            error={problem ?? false}
            helpText={number.help}
            onChange={onChange}
          />
        )}
      </BlockStack>
    </Card>
  );
}
