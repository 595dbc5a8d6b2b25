import { useRequest } from "~/components/forms/use-request";
import type { FlowExplanation } from "~/pages/customers/explain-flow.server";

/** The state of a "why" request. */
export interface Why {
  /** undefined before the first request; null when no customer was found. */
  readonly answer: FlowExplanation | null | undefined;
  readonly isPending: boolean;
  readonly hasFailed: boolean;
  readonly onExplain: (flowId: string, customer: string) => void;
}

/** Requests the reasons why a customer did or did not get the emails of a flow. */
export function useWhy(): Why {
  const { answer, isPending, hasFailed, send } = useRequest<{ answer: FlowExplanation | null }>();
  return {
    answer: hasFailed ? undefined : answer?.answer,
    isPending,
    hasFailed,
    onExplain: (flowId, customer) => send(`/app/flows/${flowId}/why`, { customer }),
  };
}
