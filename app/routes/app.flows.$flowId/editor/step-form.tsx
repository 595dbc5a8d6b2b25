import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { KeyFigures } from "~/components/charts/figures";
import { conditionWords, capitalizeFirst } from "~/components/flows/rule-words";
import { STEP_KINDS } from "~/components/flows/step-words";
import { useRuleWords } from "~/components/segments/use-rule-words";
import { formatCounted, formatCount } from "~/components/formats";
import type { Step } from "~/flows/definition/step";
import type { FlowPageData } from "~/flows/flow-page.server";
import { getEmailName } from "~/flows/email-name";
import { formatMoney } from "~/lib/money";
import type { FlowEditProblems } from "~/messages/editing/edit-flow";
import { listUnreachableAfter } from "~/messages/editing/steps/change-steps";
import type { StepEdit } from "~/messages/editing/steps/step-values";
import type { ShownFlow } from "../shown-flow";
import { ActionFields } from "./action-fields";
import { FlowConditionFields } from "./condition-fields";
import { EmailFields } from "./email-fields";
import { RandomSplitFields } from "./split-fields";
import type { EditSteps } from "./use-edit-steps";
import { WaitFields } from "./wait-fields";
import { WayFields } from "./way-fields";

interface StepFormProps {
  flow: ShownFlow;
  steps: readonly StepEdit[];
  edit: StepEdit;
  nameOf: (stepId: string) => string;
  problems: FlowEditProblems;
  actions: EditSteps;
}

/** A step's counts, fields and outputs, with a remove button. */
export function StepForm({ flow, steps, edit, nameOf, problems, actions }: StepFormProps) {
  const { stepId } = edit;
  const saved = flow.definition.steps.find((step) => step.stepId === stepId) ?? null;
  const lost = listUnreachableAfter(steps, stepId);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {nameOf(stepId)}
          </Text>
          {edit.kind === "send" && <EmailNumbers flow={flow} stepId={stepId} />}
        </BlockStack>
        <BlockStack gap="300">
          <Fields
            flow={flow}
            edit={edit}
            saved={saved}
            problems={problems}
            onChange={(changed, field) => actions.replace(changed, `${stepId}.${field}`)}
          />
          <WayFields steps={steps} step={edit} nameOf={nameOf} onLead={actions.lead} />
        </BlockStack>
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="span" variant="bodySm" tone="subdued">
            {lost.length > 0 &&
              `${formatCounted(lost.length, "step", "steps")} below it would go with it.`}
          </Text>
          <Button
            tone="critical"
            disabled={steps.length === lost.length + 1}
            accessibilityLabel={`Remove ${nameOf(stepId)}`}
            onClick={() => actions.remove(stepId)}
          >
            Remove
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

interface FieldsProps {
  flow: ShownFlow;
  edit: StepEdit;
  saved: Step | null;
  problems: FlowEditProblems;
  onChange: (edit: StepEdit, field: string) => void;
}

function Fields({ flow, edit, saved, problems, onChange }: FieldsProps) {
  const ruleWords = useRuleWords(flow.names);
  switch (edit.kind) {
    case "send": {
      const email = saved?.kind === "send" ? saved : null;
      const name = getEmailName(flow.definition, edit.stepId)?.toLowerCase() ?? "the email";
      return (
        <EmailFields
          edit={edit}
          name={name}
          saved={email}
          flow={flow}
          mayReachAll={email !== null && flow.definition.trigger.kind === "checkout_idle"}
          problem={problems[`${edit.stepId}.begins`]}
          settleProblem={problems[`${edit.stepId}.settleMinutes`]}
          onChange={onChange}
        />
      );
    }
    case "wait":
    case "wait_for":
    case "wait_until":
      return <WaitFields edit={edit} problems={problems} onChange={onChange} />;
    case "split": {
      const savedCondition = saved?.kind === "split" ? saved.condition : null;
      return (
        <FlowConditionFields
          condition={edit.condition}
          isSavedOffered={savedCondition?.kind === "meets_rule"}
          savedLabel={
            savedCondition ? capitalizeFirst(conditionWords(savedCondition, ruleWords)) : ""
          }
          segments={flow.names.segments}
          problem={problems[`${edit.stepId}.condition`]}
          onChange={(condition) => onChange({ ...edit, condition }, "condition")}
        />
      );
    }
    case "random_split":
      return <RandomSplitFields edit={edit} problems={problems} onChange={onChange} />;
    case "set_property":
    case "tag":
    case "notify":
    case "webhook":
    case "suppress":
    case "exit":
      return <ActionFields edit={edit} problems={problems} onChange={onChange} />;
  }
}

function EmailNumbers({ flow, stepId }: { flow: FlowPageData; stepId: string }) {
  const numbers = flow.numbers[stepId];
  if (!numbers) {
    return (
      <Text as="p" variant="bodySm" tone="subdued">
        Nothing sent yet
      </Text>
    );
  }
  const { planned, sent, skipped, withheld, clicked, orders, netMinor } = numbers;
  return (
    <KeyFigures
      figures={[
        { label: "Planned", value: formatCount(planned) },
        { label: "Sent", value: formatCount(sent) },
        { label: "Not sent", value: formatCount(skipped + withheld) },
        { label: "Clicked", value: formatCount(clicked) },
        {
          label: "Orders",
          value: formatCount(orders),
          ...(orders > 0 && { note: formatMoney({ minor: netMinor, currency: flow.currency }) }),
        },
      ]}
    />
  );
}

/** A step's kind, if it has no better name. */
export const kindName = ({ kind }: StepEdit) => STEP_KINDS[kind];
