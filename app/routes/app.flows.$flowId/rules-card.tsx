import { BlockStack, Card, List, Text, TextField } from "@shopify/polaris";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import { useFormat, useText } from "~/i18n/text-provider";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import type { FlowFieldErrors } from "./describe-problems";

interface RulesCardProps {
  flow: FlowPageData;
  draft: FlowEdit;
  problems: FlowFieldErrors;
  onChange: (draft: FlowEdit) => void;
}

/** Exit conditions, limits and the holdout share. */
export function FlowRulesCard({ flow, draft, problems, onChange }: RulesCardProps) {
  const { shopHoldoutRate } = flow;
  const text = useText("flow-editor");
  const format = useFormat();
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {text("exits.title")}
          </Text>
          <List>
            {draft.exits.map((rule) => (
              <List.Item key={rule}>{text(`exit.${rule}`)}</List.Item>
            ))}
            <List.Item>{text("exits.always")}</List.Item>
          </List>
        </BlockStack>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {text("checks.title")}
          </Text>
          <List>
            <List.Item>{text("checks.consent")}</List.Item>
            <List.Item>{text("checks.exits")}</List.Item>
            <List.Item>{text("checks.products")}</List.Item>
            <List.Item>{text("checks.limits")}</List.Item>
          </List>
        </BlockStack>
        <TextField
          label={text("holdout")}
          suffix="%"
          inputMode="decimal"
          autoComplete="off"
          value={draft.holdoutPercent}
          placeholder={(shopHoldoutRate * 100).toString()}
          error={problems.holdoutPercent ?? false}
          helpText={text("holdout.help", { share: format.rate(shopHoldoutRate) })}
          onChange={(holdoutPercent) => onChange({ ...draft, holdoutPercent })}
        />
      </BlockStack>
    </Card>
  );
}
