import type { Step } from "~/flows/definition/step";
import type { RuleWords } from "~/segments/words/describe-condition";
import type { StepEdit } from "~/messages/editing/steps/step-values";
import { readableMerge } from "~/messages/merge/readable";
import { actionWords, waitWords } from "./flow-words";
import { conditionWords, capitalizeFirst } from "./rule-words";

/** A step's type in one or two words, as in its box. */
export const STEP_KINDS: Readonly<Record<StepEdit["kind"], string>> = {
  send: "Email",
  wait: "Wait",
  wait_until: "Wait",
  wait_for: "Wait",
  split: "Split",
  random_split: "Split by lot",
  set_property: "Note",
  tag: "Tag",
  notify: "Email to you",
  webhook: "Webhook",
  suppress: "Stop writing",
  exit: "Exit",
};

/** A step in one line, from its form; if the form is invalid, its stored name. */
export function stepWords(
  edit: StepEdit,
  step: Step | null,
  subjects: Readonly<Record<string, string>>,
  words: RuleWords,
): string {
  switch (edit.kind) {
    case "send":
      return readableMerge(subjects[edit.stepId] ?? "Written once the flow is saved");
    case "wait":
      return edit.count === "1" ? `1 ${edit.unit.slice(0, -1)}` : `${edit.count} ${edit.unit}`;
    case "random_split":
      return edit.paths.map(({ name, percent }) => `${percent} % ${name}`).join(", ");
    case "wait_until":
    case "wait_for":
    case "split":
    case "set_property":
    case "tag":
    case "notify":
    case "webhook":
    case "suppress":
    case "exit":
      return step === null || (step.kind === "exit") !== (edit.kind === "exit")
        ? "Not filled in yet"
        : readWords(step, words);
  }
}

function readWords(step: Step, words: RuleWords): string {
  switch (step.kind) {
    case "wait_until":
    case "wait_for":
      return waitWords(step);
    case "split":
      return `${capitalizeFirst(conditionWords(step.condition, words))}?`;
    case "set_property":
    case "tag":
    case "notify":
    case "webhook":
    case "suppress":
    case "exit":
      return actionWords(step);
    case "send":
    case "wait":
    case "random_split":
      return "";
  }
}
