import { triggerWords, type FlowWords } from "~/components/flows/flow-words";
import { stepWords } from "~/components/flows/step-words";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import { getEmailNumber } from "~/flows/email-name";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import type { FlowFieldErrors } from "../describe-problems";
import type { SketchPart } from "~/messages/editing/sketch-email";
import type { StepEdit } from "~/flows/editing/step-values";
import type { ParsedFlowEdit } from "~/flows/editing/parse-flow-edit";
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
  readonly isEmail: boolean;
  /** Whether it is an unpublished email. */
  readonly isDraft: boolean;
  /** A drawing of a saved email; null for others. */
  readonly sketch: readonly SketchPart[] | null;
}

/** Shared by the canvas and the list. */
export interface EditorView {
  readonly steps: readonly StepEdit[];
  /** The selected step, `BEGIN` for the trigger, `EXITS` for exit conditions; null: none. */
  readonly openId: string | null;
  readonly onOpen: (id: string | null) => void;
  readonly actions: EditSteps;
  readonly captionOf: (id: string) => Caption;
  readonly nameOf: (stepId: string) => string;
  /** The label of a step's output; null: it is the only one. */
  readonly outputName: (step: StepEdit, port: string) => string | null;
  readonly problemOf: (id: string) => string | null;
  /** The steps of the displayed customer's path. */
  readonly path: ReadonlySet<string>;
}

/** Text and counts of each box. */
export function captionsOf(
  flow: ShownFlow,
  draft: FlowEdit,
  parsed: ParsedFlowEdit,
  words: FlowWords,
): EditorView["captionOf"] {
  const { text, flows } = words;
  const other = { numbers: null, isEmail: false, isDraft: false, sketch: null };
  return (id) => {
    if (id === BEGIN) {
      const count = flow.numbers[draft.steps[0]?.stepId ?? ""]?.waiting ?? 0;
      const numbers = count > 0 ? text("counts.entered", { count }) : null;
      return {
        ...other,
        kind: text("trigger"),
        words: triggerWords(parsed.trigger, words),
        numbers,
      };
    }
    if (id === EXITS) {
      const exits = draft.exits.map((it) => text(`exit.${it}`));
      return {
        ...other,
        kind: text("exits.title"),
        words: exits.length === 0 ? text("exits.none") : exits.join(" · "),
      };
    }
    const edit = draft.steps.find(({ stepId }) => stepId === id);
    if (!edit) return { ...other, kind: "", words: "" };
    const step = parsed.steps.find(({ stepId }) => stepId === id) ?? null;
    const isSaved = flow.definition.steps.some(({ stepId }) => stepId === id);
    const number = getEmailNumber(draft, id);
    return {
      kind: number === null ? flows(`step.${edit.kind}`) : flows("email", { number }),
      words: stepWords(edit, step, flow.subjects, words),
      numbers: numberWords(flow, edit, words),
      isEmail: edit.kind === "send",
      isDraft: edit.kind === "send" && (!isSaved || flow.draftSteps.includes(id)),
      sketch: flow.sketches[id] ?? null,
    };
  };
}

function numberWords(
  { numbers }: FlowPageData,
  edit: StepEdit,
  { text }: FlowWords,
): string | null {
  const own = numbers[edit.stepId];
  if (edit.kind === "send") {
    if (!own) return null;
    const { sent, clicked, orders } = own;
    return text("counts.email", { sent, clicked, orders });
  }
  // A waiting enrollment is shown at the step after the wait.
  const waiting = edit.kind === "wait_for" ? own?.waiting : numbers[nextOf(edit)]?.waiting;
  const waits = edit.kind === "wait" || edit.kind === "wait_until" || edit.kind === "wait_for";
  return waits && waiting ? text("counts.waiting", { count: waiting }) : null;
}

const nextOf = (edit: StepEdit) => ("next" in edit ? edit.next : "");

/** The first problem of a box. */
export function problemsOf(problems: FlowFieldErrors): EditorView["problemOf"] {
  return (id) => {
    if (id === EXITS) return problems.exits ?? null;
    const prefix = id === BEGIN ? "trigger." : `${id}.`;
    const found = Object.entries(problems).find(([field]) => field.startsWith(prefix));
    return found?.[1] ?? null;
  };
}
