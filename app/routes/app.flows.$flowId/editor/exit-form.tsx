import { Banner, ChoiceList, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { listExitConditions, sendsToBuyers } from "~/flows/definition/exit-conditions-by-trigger";
import { useText } from "~/i18n/text-provider";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import type { FlowFieldErrors } from "../describe-problems";

interface ExitFormProps {
  flow: FlowPageData;
  draft: FlowEdit;
  problems: FlowFieldErrors;
  onChange: (draft: FlowEdit, field: string | null) => void;
}

/** The exit conditions of the flow. */
export function ExitForm({ flow, draft, problems, onChange }: ExitFormProps) {
  const text = useText("flow-editor");
  const { exits, trigger } = draft;
  // An existing condition that no longer fits can be removed here.
  const offered = [
    ...new Set([...listExitConditions(trigger.kind), ...flow.definition.exits, ...exits]),
  ];
  return (
    <TitledCard title={text("exits.title")} gap="300">
      <ChoiceList
        allowMultiple
        title={text("exits.choice")}
        choices={offered.map((value) => ({ value, label: text(`exit.${value}`) }))}
        selected={[...exits]}
        {...(problems.exits !== undefined && { error: problems.exits })}
        onChange={(chosen) => {
          const remaining = offered.filter((it) => chosen.includes(it));
          onChange({ ...draft, exits: remaining }, null);
        }}
      />
      {sendsToBuyers(trigger.kind, exits) && <Banner tone="warning">{text("exits.buyers")}</Banner>}
      <Text as="p" variant="bodySm" tone="subdued">
        {text("exits.text")}
      </Text>
    </TitledCard>
  );
}
