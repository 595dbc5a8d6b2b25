import { triggerWords } from "~/components/flows/flow-words";
import { exitRuleWords } from "~/components/flows/rule-words";
import { STEP_KINDS, stepWords } from "~/components/flows/step-words";
import { formatCounted, formatCount } from "~/components/formats";
import type { FlowPageData } from "~/flows/flow-page.server";
import { getEmailName } from "~/flows/email-name";
import type { FlowEdit, FlowEditProblems } from "~/messages/editing/edit-flow";
import type { StepEdit } from "~/messages/editing/steps/step-values";
import type { ParsedFlowEdit } from "~/messages/editing/parse-flow-edit";
import type { RuleWords } from "~/segments/words/describe-condition";
import type { ShownFlow } from "../shown-flow";
import { BEGIN, EXITS } from "../picture/graph-of";
import type { EditSteps } from "./use-edit-steps";

/** The text of a box. */
export interface Caption {
  /** "Email 2", "Wait" */
  readonly kind: string;
  readonly words: string;
  /** Counts at the step; null: none. */
  readonly numbers: string | null;
  /** Whether it is an unpublished email. */
  readonly isDraft: boolean;
}

/** Shared by the canvas and the list. */
export interface EditorView {
  readonly steps: readonly StepEdit[];
  /** The selected step, `BEGIN` for the trigger, `EXITS` for exit conditions; null: none. */
  readonly openId: string | null;
  readonly onOpen: (id: string | null) => void;
  /** The path with an open menu of new steps; null: none. */
  readonly openMenu: string | null;
  readonly onMenu: (key: string | null) => void;
  readonly actions: EditSteps;
  readonly captionOf: (id: string) => Caption;
  readonly nameOf: (stepId: string) => string;
  readonly problemOf: (id: string) => string | null;
  /** The steps of the displayed customer's path. */
  readonly path: ReadonlySet<string>;
}

/** Text and counts of each box. */
export function captionsOf(
  flow: ShownFlow,
  draft: FlowEdit,
  parsed: ParsedFlowEdit,
  ruleWords: RuleWords,
): EditorView["captionOf"] {
  return (id) => {
    if (id === BEGIN) {
      const words = triggerWords(parsed.trigger, flow.names);
      const first = flow.numbers[draft.steps[0]?.stepId ?? ""]?.waiting ?? 0;
      const numbers = first > 0 ? `${formatCounted(first, "person", "people")} just entered` : null;
      return { kind: "Begins when", words, numbers, isDraft: false };
    }
    if (id === EXITS) {
      const words = draft.exits.map(exitRuleWords).join(", or ");
      return {
        kind: "Ends as soon as",
        words: words === "" ? "nothing of its own" : words,
        numbers: null,
        isDraft: false,
      };
    }
    const edit = draft.steps.find(({ stepId }) => stepId === id);
    if (!edit) return { kind: "", words: "", numbers: null, isDraft: false };
    const step = parsed.steps.find(({ stepId }) => stepId === id) ?? null;
    const isSaved = flow.definition.steps.some(({ stepId }) => stepId === id);
    return {
      kind: getEmailName(draft, id) ?? STEP_KINDS[edit.kind],
      words: stepWords(edit, step, flow.subjects, ruleWords),
      numbers: numberWords(flow, edit),
      isDraft: edit.kind === "send" && (!isSaved || flow.draftSteps.includes(id)),
    };
  };
}

function numberWords({ numbers }: FlowPageData, edit: StepEdit): string | null {
  const own = numbers[edit.stepId];
  if (edit.kind === "send") {
    return own
      ? `${formatCount(own.sent)} sent · ${formatCount(own.clicked)} clicked · ${formatCounted(own.orders, "order", "orders")}`
      : null;
  }
  // A waiting enrollment is shown at the step after the wait.
  const waiting = edit.kind === "wait_for" ? own?.waiting : numbers[nextOf(edit)]?.waiting;
  const waits = edit.kind === "wait" || edit.kind === "wait_until" || edit.kind === "wait_for";
  return waits && waiting
    ? `${formatCounted(waiting, "person is", "people are")} waiting here`
    : null;
}

const nextOf = (edit: StepEdit) => ("next" in edit ? edit.next : "");

/** The first problem of a box. */
export function problemsOf(problems: FlowEditProblems): EditorView["problemOf"] {
  return (id) => {
    if (id === EXITS) return problems.exits ?? null;
    const prefix = id === BEGIN ? "trigger." : `${id}.`;
    const found = Object.entries(problems).find(([field]) => field.startsWith(prefix));
    return found?.[1] ?? null;
  };
}
