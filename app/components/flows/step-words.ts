import type { Step } from "~/flows/definition/step";
import type { StepEdit } from "~/flows/editing/step-values";
import { readableMerge } from "~/messages/merge/readable";
import { actionWords, waitWords, type FlowWords } from "./flow-words";
import { conditionWords } from "./rule-words";

/** A step in one line, from its form. */
export function stepWords(
  edit: StepEdit,
  step: Step | null,
  subjects: Readonly<Record<string, string>>,
  words: FlowWords,
): string {
  const { text, format } = words;
  switch (edit.kind) {
    case "send": {
      const subject = subjects[edit.stepId];
      return subject === undefined
        ? text("step.unwritten")
        : readableMerge(subject, words.mergeName);
    }
    case "wait": {
      const { count, unit } = edit;
      return /^\d+$/.test(count)
        ? text(`duration.${unit}`, { count: Number(count) })
        : text("step.incomplete");
    }
    case "random_split":
      return format.list(edit.paths.map((path) => randomPathWords(path, words)));
    case "wait_until":
    case "wait_for":
    case "split":
    case "set_property":
    case "tag":
    case "notify":
    case "webhook":
    case "suppress":
    case "exit":
      // An invalid form is parsed to an exit.
      return step === null || (step.kind === "exit") !== (edit.kind === "exit")
        ? text("step.incomplete")
        : readWords(step, words);
  }
}

function readWords(step: Step, words: FlowWords): string {
  switch (step.kind) {
    case "wait_until":
    case "wait_for":
      return waitWords(step, words);
    case "split":
      return conditionWords(step.condition, words);
    case "set_property":
    case "tag":
    case "notify":
    case "webhook":
    case "suppress":
    case "exit":
      return actionWords(step, words);
    case "send":
    case "wait":
    case "random_split":
      return "";
  }
}

/** The label of a step's output; null: it is the only one. */
export function outputWords(step: StepEdit, port: string, words: FlowWords): string | null {
  switch (port) {
    case "whenTrue":
    case "whenFalse":
    case "whenHappened":
    case "whenNot":
      return words.text(`path.${port}`);
    default: {
      const path = step.kind === "random_split" ? step.paths[Number(port)] : undefined;
      return path === undefined ? null : randomPathWords(path, words);
    }
  }
}

const randomPathWords = (
  { name, percent }: { readonly name: string; readonly percent: string },
  { text }: FlowWords,
) => text("path.random", { name, percent });
