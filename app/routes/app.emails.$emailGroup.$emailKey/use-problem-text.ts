import { useMergeNames } from "~/components/email/use-merge-names";
import { useText } from "~/i18n/text-provider";
import type { EmailProblemCode } from "~/messages/document/check-email";
import type { DocumentRefusal } from "~/messages/document/schema-problem";
import { writeValue } from "~/messages/merge/write-value";
import { describeRuleProblem } from "~/segments/words/describe-rule-problem";
import type { RuleProblem } from "~/segments/rule-problem";
import type { PublishProblem } from "~/pages/emails/act-on-email.server";

export interface ShownProblem {
  readonly code:
    | EmailProblemCode
    | DocumentRefusal["code"]
    | PublishProblem["code"]
    | "number"
    | "unsaved"
    | "changed_meanwhile"
    | "not_found";
  readonly values?: Readonly<Record<string, string | number>> | undefined;
  /** Why a condition is invalid. */
  readonly rule?: RuleProblem | undefined;
}

/** Describes a problem of the email: what is wrong, and what to do. */
export function useProblemText(): (problem: ShownProblem) => string {
  const text = useText("email-problems");
  const rules = useText("rules");
  const nameOf = useMergeNames();
  return ({ code, values = {}, rule }) => {
    const path = String(values.path);
    const example = writeValue(path);
    return text(`problem.${code}`, {
      ...{ value: nameOf(path), example, ...values },
      ...(rule && { reason: describeRuleProblem(rule, rules) }),
    });
  };
}
