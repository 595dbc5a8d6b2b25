import { waysOf, withWay, type StepEdit } from "./step-edit";

/** A place in a flow: a way out of a step, or where the flow begins. */
export interface Place {
  /** null: the flow's beginning. */
  readonly from: string | null;
  readonly port: string;
}

/** What the first step is reached by. */
export const BEGINNING: Place = { from: null, port: "begin" };

/*
 * Steps stand in an order in which each way leads further down, and the first is where the flow
 * begins. Each function here keeps to it, whatever it is given.
 */

/**
 * Puts a step into a way. All of its own ways lead on to where that way led; an exit's lead nowhere.
 *
 * @param step one whose id the flow does not have
 * @returns the steps as they were where the place is not in the flow
 */
export function insertStep(
  steps: readonly StepEdit[],
  { from, port }: Place,
  step: StepEdit,
): readonly StepEdit[] {
  const source = steps.findIndex(({ stepId }) => stepId === from);
  const before = steps[source];
  if (from !== null && !before) return steps;
  const to = before ? waysOf(before).find((way) => way.port === port)?.to : steps[0]?.stepId;
  if (before && to === undefined) return steps;
  const leading = waysOf(step).reduce((it, way) => withWay(it, way.port, to ?? ""), step);
  const changed = steps.map((it, i) => (i === source ? withWay(it, port, step.stepId) : it));
  const target = steps.findIndex(({ stepId }) => stepId === to);
  const at = target === -1 ? source + 1 : target;
  return keepReachable([...changed.slice(0, at), leading, ...changed.slice(at)]);
}

/**
 * Takes a step out; whatever led to it leads to where its first way led. Steps to which nothing leads
 * any more go with it.
 *
 * @returns the steps as they were where it is the only one: a flow has at least one
 */
export function removeStep(steps: readonly StepEdit[], stepId: string): readonly StepEdit[] {
  const removed = steps.find((step) => step.stepId === stepId);
  if (!removed) return steps;
  const to = waysOf(removed)[0]?.to ?? "";
  const isFirst = steps[0] === removed;
  const remaining = steps
    .filter((step) => step !== removed)
    .map((step) => replaceTarget(step, stepId, to));
  const begun = isFirst ? beginAt(remaining, to) : remaining;
  return begun.length === 0 ? steps : keepReachable(begun);
}

/** Which steps would go with one that is removed. */
export function listUnreachableAfter(
  steps: readonly StepEdit[],
  stepId: string,
): readonly StepEdit[] {
  const remaining = new Set(removeStep(steps, stepId).map((step) => step.stepId));
  return steps.filter((step) => step.stepId !== stepId && !remaining.has(step.stepId));
}

/** Leads a way elsewhere. Only to the end, or to a step further down: a run cannot go in circles. */
export function redirectPort(
  steps: readonly StepEdit[],
  { from, port }: Place,
  to: string,
): readonly StepEdit[] {
  if (to !== "" && !targetsFor(steps, from).some(({ stepId }) => stepId === to)) return steps;
  return keepReachable(
    steps.map((step) => (step.stepId === from ? withWay(step, port, to) : step)),
  );
}

/** The steps to which a way out of this one may lead. */
export function targetsFor(steps: readonly StepEdit[], from: string | null): readonly StepEdit[] {
  return steps.slice(steps.findIndex(({ stepId }) => stepId === from) + 1);
}

/** Puts a changed step in the place of the one with its id; steps to which nothing leads any more go. */
export function replaceStep(steps: readonly StepEdit[], changed: StepEdit): readonly StepEdit[] {
  return keepReachable(steps.map((step) => (step.stepId === changed.stepId ? changed : step)));
}

/** Which steps a run may come to, from the first on. */
function keepReachable(steps: readonly StepEdit[]): readonly StepEdit[] {
  const reached = new Set(steps.slice(0, 1).map(({ stepId }) => stepId));
  for (const step of steps) {
    if (!reached.has(step.stepId)) continue;
    for (const { to } of waysOf(step)) reached.add(to);
  }
  return steps.filter(({ stepId }) => reached.has(stepId));
}

function replaceTarget(step: StepEdit, was: string, to: string): StepEdit {
  return waysOf(step).reduce((it, way) => (way.to === was ? withWay(it, way.port, to) : it), step);
}

/** Steps of which another one is the first; empty where it is the end. */
function beginAt(steps: readonly StepEdit[], stepId: string): readonly StepEdit[] {
  const first = steps.findIndex((step) => step.stepId === stepId);
  return first === -1 ? [] : steps.slice(first);
}
