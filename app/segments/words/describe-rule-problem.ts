import type { Text } from "~/i18n/create-text";
import type { RuleProblem } from "../rule-problem";

/** Describes why a condition cannot be evaluated, and what to do. */
export function describeRuleProblem(problem: RuleProblem, text: Text<"rules">): string {
  const { path: _, code, ...values } = problem;
  return text(`problem.${code}`, values);
}
