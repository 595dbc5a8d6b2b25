import { outputsOf, withOutput } from "./step-edit";
import type { StepEdit } from "./step-values";

/** A position in a flow: an output of a step, or the start. */
export interface StepSlot {
  /** null: the start of the flow. */
  readonly from: string | null;
  readonly port: string;
}

/** The position before the first step. */
export const FLOW_START: StepSlot = { from: null, port: "begin" };

/*
 * Steps are ordered so that each path leads further down, and the first is the start of the flow. All functions here
 * preserve this order.
 */

/**
 * Inserts a step at a position. All its outputs lead to the former target; an exit has none.
 *
 * @param step one whose id the flow does not have
 * @returns the steps unchanged if the position does not exist
 */
export function insertStep(
  steps: readonly StepEdit[],
  { from, port }: StepSlot,
  step: StepEdit,
): readonly StepEdit[] {
  const source = steps.findIndex(({ stepId }) => stepId === from);
  const before = steps[source];
  if (from !== null && !before) return steps;
  const to = before ? outputsOf(before).find((way) => way.port === port)?.to : steps[0]?.stepId;
  if (before && to === undefined) return steps;
  const leading = outputsOf(step).reduce((it, way) => withOutput(it, way.port, to ?? ""), step);
  const changed = steps.map((it, i) => (i === source ? withOutput(it, port, step.stepId) : it));
  const target = steps.findIndex(({ stepId }) => stepId === to);
  const at = target === -1 ? source + 1 : target;
  return keepReachable([...changed.slice(0, at), leading, ...changed.slice(at)]);
}

/**
 * Removes a step; its inputs lead to the target of its first output. Unreachable steps are removed too.
 *
 * @returns the steps unchanged if it is the only one
 */
export function removeStep(steps: readonly StepEdit[], stepId: string): readonly StepEdit[] {
  const removed = steps.find((step) => step.stepId === stepId);
  if (!removed) return steps;
  const to = outputsOf(removed)[0]?.to ?? "";
  const isFirst = steps[0] === removed;
  const remaining = steps
    .filter((step) => step !== removed)
    .map((step) => replaceTarget(step, stepId, to));
  const begun = isFirst ? beginAt(remaining, to) : remaining;
  return begun.length === 0 ? steps : keepReachable(begun);
}

/** Steps that would become unreachable if one is removed. */
export function listUnreachableAfter(
  steps: readonly StepEdit[],
  stepId: string,
): readonly StepEdit[] {
  const remaining = new Set(removeStep(steps, stepId).map((step) => step.stepId));
  return steps.filter((step) => step.stepId !== stepId && !remaining.has(step.stepId));
}

/** Redirects an output to the end or to a later step: flows have no loops. */
export function redirectPort(
  steps: readonly StepEdit[],
  { from, port }: StepSlot,
  to: string,
): readonly StepEdit[] {
  if (to !== "" && !targetsFor(steps, from).some(({ stepId }) => stepId === to)) return steps;
  return keepReachable(
    steps.map((step) => (step.stepId === from ? withOutput(step, port, to) : step)),
  );
}

/** Valid targets of a step's outputs. */
export function targetsFor(steps: readonly StepEdit[], from: string | null): readonly StepEdit[] {
  return steps.slice(steps.findIndex(({ stepId }) => stepId === from) + 1);
}

/** Replaces a step by id. */
export function replaceStep(steps: readonly StepEdit[], changed: StepEdit): readonly StepEdit[] {
  return keepReachable(steps.map((step) => (step.stepId === changed.stepId ? changed : step)));
}

/** Steps reachable from the first. */
function keepReachable(steps: readonly StepEdit[]): readonly StepEdit[] {
  const reached = new Set(steps.slice(0, 1).map(({ stepId }) => stepId));
  for (const step of steps) {
    if (!reached.has(step.stepId)) continue;
    for (const { to } of outputsOf(step)) reached.add(to);
  }
  return steps.filter(({ stepId }) => reached.has(stepId));
}

function replaceTarget(step: StepEdit, was: string, to: string): StepEdit {
  return outputsOf(step).reduce(
    (it, way) => (way.to === was ? withOutput(it, way.port, to) : it),
    step,
  );
}

/** Moves a step to the front; empty if the target is the end. */
function beginAt(steps: readonly StepEdit[], stepId: string): readonly StepEdit[] {
  const first = steps.findIndex((step) => step.stepId === stepId);
  return first === -1 ? [] : steps.slice(first);
}
