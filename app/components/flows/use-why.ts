import { useFetcher } from "@remix-run/react";
import type { action } from "~/routes/app.flows.$flowId_.why";
import type { WhyAnswer } from "~/delivery/why/find-why.server";

/** A question and what has come of it. */
export interface Why {
  /** undefined: nothing was asked yet; null: nobody was found. */
  readonly answer: WhyAnswer | null | undefined;
  readonly isAsking: boolean;
  readonly onAsk: (flowId: string, customer: string) => void;
}

/** Asks why a customer got the mails of a flow, or did not. */
export function useWhy(): Why {
  const { submit, data, state } = useFetcher<typeof action>();
  return {
    answer: data?.answer,
    isAsking: state !== "idle",
    onAsk: (flowId, customer) =>
      submit(
        { customer },
        { method: "post", encType: "application/json", action: `/app/flows/${flowId}/why` },
      ),
  };
}
