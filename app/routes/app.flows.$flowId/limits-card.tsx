import { BlockStack, Card, Text, TextField } from "@shopify/polaris";
import type { FlowPageData } from "~/flows/flow-page.server";
import type { FlowEdit, FlowEditProblems } from "~/messages/editing/edit-flow";

interface LimitsCardProps {
  shopRepeatDays: FlowPageData["shopRepeatDays"];
  draft: FlowEdit;
  problems: FlowEditProblems;
  onChange: (draft: FlowEdit, field: string) => void;
}

type LimitField = "reentryDays" | "repeatDays" | "priority";

/** Limits on repeats of the flow and its emails, and its priority. */
export function LimitsCard({ shopRepeatDays, draft, problems, onChange }: LimitsCardProps) {
  const field = (name: LimitField) => ({
    autoComplete: "off",
    inputMode: "numeric" as const,
    value: draft[name],
    error: problems[name] ?? false,
    onChange: (value: string) => onChange({ ...draft, [name]: value }, name),
  });
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Limits for one person
        </Text>
        <TextField
          label="Enters the flow again after"
          suffix="days"
          helpText="Counted from the last time they entered, whatever it was about. Empty: each new reason counts, such as each order."
          {...field("reentryDays")}
        />
        <TextField
          label="Gets the same email again after"
          suffix="days"
          placeholder={String(shopRepeatDays)}
          helpText={`An email about a checkout, cart, product or order counts as the same only for the same one. 0: no limit. Empty: your settings, ${shopRepeatDays} days.`}
          {...field("repeatDays")}
        />
        <TextField
          label="Priority"
          helpText="From 0 to 100. Of two emails that are due together and earn about as much, the one with the higher number leaves first."
          {...field("priority")}
        />
      </BlockStack>
    </Card>
  );
}
