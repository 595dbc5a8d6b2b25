/** The page that answers what would have happened without a flow. The question is written as by `questionKey`. */
export const whatIfUrl = (flowId: string) =>
  `/app/reports/what-if?question=${encodeURIComponent(`flow_off/${encodeURIComponent(flowId)}`)}`;
