import { questionKey } from "~/feedback/what-if/question";

/** The page that answers what would have happened without a flow. */
export const whatIfUrl = (flowId: string) =>
  `/app/reports/what-if?${new URLSearchParams({ question: questionKey({ kind: "flow_off", flowId }) }).toString()}`;
