import type { FlowWords } from "~/components/flows/flow-words";
import { conditionWords } from "~/components/flows/rule-words";
import type { Step } from "~/flows/definition/step";
import type { SendEdit, StepEdit } from "~/flows/editing/step-values";
import type { FlowFieldErrors } from "../describe-problems";
import type { ShownFlow } from "../shown-flow";
import { ActionFields } from "./action-fields";
import { FlowConditionFields } from "./condition-fields";
import { PathResults, RandomSplitFields } from "./split-fields";
import { WaitFields } from "./wait-fields";

export interface StepFieldsProps<Edit extends StepEdit> {
  flow: ShownFlow;
  edit: Edit;
  /** null: it is new. */
  saved: Step | null;
  words: FlowWords;
  problems: FlowFieldErrors;
  onChange: (edit: StepEdit, field: string) => void;
}

/** The fields of a step that is not an email. */
export function StepFields(props: StepFieldsProps<Exclude<StepEdit, SendEdit>>) {
  const { flow, edit, saved, words, problems, onChange } = props;
  switch (edit.kind) {
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
          savedLabel={savedCondition ? conditionWords(savedCondition, words) : ""}
          segments={flow.names.segments}
          currency={flow.currency}
          problem={problems[`${edit.stepId}.condition`]}
          onChange={(condition) => onChange({ ...edit, condition }, "condition")}
        />
      );
    }
    case "random_split":
      return (
        <>
          <RandomSplitFields edit={edit} problems={problems} onChange={onChange} />
          <PathResults stepId={edit.stepId} flow={flow} />
        </>
      );
    case "set_property":
    case "tag":
    case "notify":
    case "webhook":
    case "suppress":
    case "exit":
      return <ActionFields edit={edit} problems={problems} onChange={onChange} />;
  }
}
