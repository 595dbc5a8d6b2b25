/** Why a row was not imported. */
export const IMPORT_PROBLEMS = [
  "no_address",
  "invalid_address",
  "unknown_status",
  "unclear_date",
  "future_date",
] as const;
export type ImportProblem = (typeof IMPORT_PROBLEMS)[number];
