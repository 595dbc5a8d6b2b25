import { outputsOf } from "~/flows/editing/step-edit";
import type { StepEdit } from "~/flows/editing/step-values";
import type { GraphNode } from "./lay-out-flow";

/** The box of the trigger. */
export const BEGIN = "begin";

/** The exit conditions: selectable like a box, but not drawn. */
export const EXITS = "exits";

/** The box at the end of a path. */
export const endOf = (stepId: string, port: string) => `end/${stepId}/${port}`;

/** Whether a box is the end of a path. */
export const isEnd = (id: string) => id.startsWith("end/");

/** High enough for two lines of words and, beside the drawing of an email, two of counts. */
const STEP_SIZE = { width: 260, height: 104 };
const EMAIL_SIZE = { width: 260, height: 120 };
const END_SIZE = { width: 72, height: 32 };

/** A flow's steps as boxes: the trigger, each step, and an end for each path without a target. */
export function graphOf(steps: readonly StepEdit[]): GraphNode[] {
  const [first] = steps;
  const begin = {
    id: BEGIN,
    ...STEP_SIZE,
    ways: [{ port: BEGIN, to: first?.stepId ?? endOf(BEGIN, BEGIN) }],
  };
  const boxes = steps.map((step) => ({
    id: step.stepId,
    ...(step.kind === "send" ? EMAIL_SIZE : STEP_SIZE),
    ways: outputsOf(step).map(({ port, to }) => ({
      port,
      to: to === "" ? endOf(step.stepId, port) : to,
    })),
  }));
  const nodes = [begin, ...boxes];
  const ends = nodes.flatMap(({ ways }) =>
    ways.flatMap(({ to }) => (isEnd(to) ? [{ id: to, ...END_SIZE, ways: [] }] : [])),
  );
  return [...nodes, ...ends];
}
