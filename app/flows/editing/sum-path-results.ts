import { outputsOf } from "./step-edit";
import type { StepEdit, StepEditOf } from "./step-values";

/** Counts of emails. */
interface EmailResults {
  readonly sent: number;
  readonly clicked: number;
  readonly orders: number;
  /** In the shop's currency. */
  readonly netMinor: number;
}

const NONE: EmailResults = { sent: 0, clicked: 0, orders: 0, netMinor: 0 };

/**
 * The results of each path of a random split: the sums of the emails that only this path leads to. Emails after the
 * paths join are of no path.
 *
 * @param numbers by step id
 * @returns in the order of the paths
 */
export function sumPathResults(
  steps: readonly StepEdit[],
  { paths }: StepEditOf<"random_split">,
  numbers: Readonly<Record<string, EmailResults>>,
): readonly EmailResults[] {
  const reached = paths.map(({ to }) => reachableFrom(steps, to));
  return reached.map((own, i) => {
    const others = reached.filter((_, at) => at !== i);
    return [...own]
      .filter((stepId) => !others.some((other) => other.has(stepId)))
      .map((stepId) => numbers[stepId] ?? NONE)
      .reduce(add, NONE);
  });
}

const add = (one: EmailResults, other: EmailResults): EmailResults => ({
  sent: one.sent + other.sent,
  clicked: one.clicked + other.clicked,
  orders: one.orders + other.orders,
  netMinor: one.netMinor + other.netMinor,
});

/** A step and all that follow it; steps only lead forward. */
function reachableFrom(steps: readonly StepEdit[], from: string): ReadonlySet<string> {
  const reached = new Set([from]);
  for (const step of steps) {
    if (!reached.has(step.stepId)) continue;
    for (const { to } of outputsOf(step)) reached.add(to);
  }
  return reached;
}
