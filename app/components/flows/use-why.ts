import { useQuestion } from "~/components/forms/use-question";
import type { WhyAnswer } from "~/delivery/why/find-why.server";

/** A question and what has come of it. */
export interface Why {
  /** undefined: nothing was asked yet; null: nobody was found. */
  readonly answer: WhyAnswer | null | undefined;
  readonly isAsking: boolean;
  readonly hasFailed: boolean;
  readonly onAsk: (flowId: string, customer: string) => void;
}

/** Asks why a customer got the mails of a flow, or did not. */
export function useWhy(): Why {
  const { answer, isAsking, hasFailed, ask } = useQuestion<{ answer: WhyAnswer | null }>();
  return {
    answer: hasFailed ? undefined : answer?.answer,
    isAsking,
    hasFailed,
    onAsk: (flowId, customer) => ask(`/app/flows/${flowId}/why`, { customer }),
  };
}
