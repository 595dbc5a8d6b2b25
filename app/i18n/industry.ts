/** The industries that the admin has words, and a choice of flows, for. */
export const INDUSTRIES = [
  "online_store",
  "travel",
  "insurance",
  "banking",
  "physical_retail",
] as const;
export type Industry = (typeof INDUSTRIES)[number];

export const DEFAULT_INDUSTRY: Industry = "online_store";
