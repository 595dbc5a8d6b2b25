import type { Text } from "~/i18n/create-text";
import type { FlowEditProblem, FlowEditProblems } from "~/flows/editing/flow-edit-problem";
import { describeRuleProblem } from "~/segments/words/describe-rule-problem";

/** Field → what is wrong with it and what to do. */
export type FlowFieldErrors = Readonly<Record<string, string>>;

interface Texts {
  readonly text: Text<"flow-editor">;
  readonly rules: Text<"rules">;
}

export const describeProblems = (problems: FlowEditProblems, texts: Texts): FlowFieldErrors =>
  Object.fromEntries(
    Object.entries(problems).map(([field, problem]) => [field, describeProblem(problem, texts)]),
  );

function describeProblem(problem: FlowEditProblem, { text, rules }: Texts): string {
  if (problem.code === "rule") return describeRuleProblem(problem.rule, rules);
  const { code, ...values } = problem;
  return text(`problem.${code}`, values);
}
