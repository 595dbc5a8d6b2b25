import type { FlowSaveOutcome } from "~/flows/flow-store.server";
import type { FlowDeleteOutcome } from "~/flows/status/delete-flow.server";
import type { StatusOutcome } from "~/flows/status/set-flow-status.server";
import type { RestoreOutcome } from "~/pages/flows/flow-history.server";
import { useText } from "~/i18n/text-provider";

type Refusal<Outcome> =
  Extract<Outcome, { kind: "refused" }> extends { reason: infer R } ? R : never;

/** Why a request about a flow was refused. */
export type FlowProblem =
  | {
      readonly code:
        | "unreadable"
        | Refusal<FlowSaveOutcome>
        | Refusal<FlowDeleteOutcome>
        | Refusal<RestoreOutcome>
        | Refusal<StatusOutcome>;
    }
  | { readonly code: "too_few_buyers"; readonly buyers: number; readonly needed: number };

/** Describes why a request was refused, and what to do. */
export function useFlowProblem(problem: FlowProblem | null): string | null {
  const text = useText("flows");
  const common = useText("common");
  if (problem === null) return null;
  const { code, ...values } = problem;
  return code === "unreadable" ? common("unreadable") : text(`error.${code}`, values);
}
