import type { PolicyCell } from "./policy-input";

const COUNTS = ["sends", "clicks", "unsubscribes", "valued", "net", "netSquared"] as const;

/** What came of some emails: the sums of their cells. */
export type PolicyOutcomes = Record<(typeof COUNTS)[number], number>;

export function sumOutcomes(cells: readonly PolicyCell[]): PolicyOutcomes {
  const sum = { sends: 0, clicks: 0, unsubscribes: 0, valued: 0, net: 0, netSquared: 0 };
  for (const cell of cells) for (const count of COUNTS) sum[count] += cell[count];
  return sum;
}
