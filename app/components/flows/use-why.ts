import { useQuestion } from "~/components/forms/use-question";
import type { WhyAnswer } from "~/delivery/why/find-why.server";

/** The state of a "why" request. */
export interface Why {
  /** undefined before the first request; null when no customer was found. */
  readonly answer: WhyAnswer | null | undefined;
  readonly isAsking: boolean;
  readonly hasFailed: boolean;
  readonly onAsk: (flowId: string, customer: string) => void;
}

/** Finds out why a customer got, or did not get, the emails of a flow. */
export function useWhy(): Why {
  const { answer, isAsking, hasFailed, ask } = useQuestion<{ answer: WhyAnswer | null }>();
  return {
    answer: hasFailed ? undefined : answer?.answer,
    isAsking,
    hasFailed,
    onAsk: (flowId, customer) => ask(`/app/flows/${flowId}/why`, { customer }),
  };
}
