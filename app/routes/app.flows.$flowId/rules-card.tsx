import { BlockStack, Card, List, Text, TextField } from "@shopify/polaris";
import { exitRuleWords } from "~/components/flows/rule-words";
import { formatRate } from "~/components/formats";
import type { FlowPageData } from "~/flows/flow-page.server";
import type { FlowEdit, FlowEditProblems } from "~/messages/editing/edit-flow";

interface RulesCardProps {
  flow: FlowPageData;
  draft: FlowEdit;
  problems: FlowEditProblems;
  onChange: (draft: FlowEdit) => void;
}

/** Exit conditions, limits and the holdout share. */
export function FlowRulesCard({ flow, draft, problems, onChange }: RulesCardProps) {
  const { shopHoldoutRate } = flow;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Ends as soon as
          </Text>
          <List>
            {draft.exits.map((rule) => (
              <List.Item key={rule}>{exitRuleWords(rule)}</List.Item>
            ))}
            <List.Item>the customer unsubscribes or is deleted</List.Item>
          </List>
        </BlockStack>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Checked when an email is about to leave
          </Text>
          <List>
            <List.Item>marketing consent, and no suppression of the address</List.Item>
            <List.Item>they have not left the flow</List.Item>
            <List.Item>products are still in stock and published</List.Item>
            <List.Item>quiet hours and the limit of emails, from your settings</List.Item>
          </List>
        </BlockStack>
        <TextField
          label="Left alone, to measure"
          suffix="%"
          inputMode="decimal"
          autoComplete="off"
          value={draft.holdoutPercent}
          placeholder={(shopHoldoutRate * 100).toString()}
          error={problems.holdoutPercent ?? false}
          helpText={`Drawn at random. They get no email of this flow, and show what would have happened without it. Empty: your settings, ${formatRate(shopHoldoutRate)}.`}
          onChange={(holdoutPercent) => onChange({ ...draft, holdoutPercent })}
        />
      </BlockStack>
    </Card>
  );
}
