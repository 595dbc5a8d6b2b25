import { Banner, BlockStack, Card, ChoiceList, Text } from "@shopify/polaris";
import { exitRuleWords, capitalizeFirst } from "~/components/flows/rule-words";
import { listExitConditions, sendsToBuyers } from "~/flows/definition/exit-conditions-by-trigger";
import type { FlowPageData } from "~/flows/flow-page.server";
import type { FlowEdit, FlowEditProblems } from "~/messages/editing/edit-flow";

interface ExitFormProps {
  flow: FlowPageData;
  draft: FlowEdit;
  problems: FlowEditProblems;
  onChange: (draft: FlowEdit, field: string | null) => void;
}

/** The exit conditions of the flow. */
export function ExitForm({ flow, draft, problems, onChange }: ExitFormProps) {
  const { exits, trigger } = draft;
  // An existing condition that no longer fits can be removed here.
  const offered = [
    ...new Set([...listExitConditions(trigger.kind), ...flow.definition.exits, ...exits]),
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What ends the flow
        </Text>
        <ChoiceList
          allowMultiple
          title="For whoever is in it, as soon as"
          choices={offered.map((value) => ({
            value,
            label: capitalizeFirst(exitRuleWords(value)),
          }))}
          selected={[...exits]}
          {...(problems.exits !== undefined && { error: problems.exits })}
          onChange={(chosen) => {
            const remaining = offered.filter((it) => chosen.includes(it));
            onChange({ ...draft, exits: remaining }, null);
          }}
        />
        {sendsToBuyers(trigger.kind, exits) && (
          <Banner tone="warning">
            Somebody who has just bought would still get the next email.
          </Banner>
        )}
        <Text as="p" variant="bodySm" tone="subdued">
          Asked before each step, and again when an email is about to leave. Whoever unsubscribes or
          is deleted leaves in any case.
        </Text>
      </BlockStack>
    </Card>
  );
}
