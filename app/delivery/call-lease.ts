/** How long a process may hold a call that it has taken from the account's bucket. */
export const MAX_HELD_MS = 500;

/**
 * Calls that a process has taken from the account's bucket at once, to make them without a statement for each. Those of a
 * process that ends are lost. Times are milliseconds of the process's own clock.
 */
export interface CallLease {
  readonly takenAtMs: number;
  /** From when on each remaining call may be made, in ascending order. */
  readonly fromMs: readonly number[];
  /** Calls that were made. */
  readonly used: number;
  /** Whether a call was not made in time. */
  readonly hasLost: boolean;
}

export const NO_LEASE: CallLease = {
  takenAtMs: -Infinity,
  fromMs: [],
  used: 0,
  hasLost: false,
};

/** The lease after a first call, with its further calls. */
export const newLease = (nowMs: number, spareMs: readonly number[]): CallLease => ({
  takenAtMs: nowMs,
  fromMs: spareMs.map((afterMs) => nowMs + afterMs),
  used: 1,
  hasLost: false,
});

/** Takes a call of the lease. @returns the delay until it may be made; null if there is none within `maxWaitMs` */
export function takeLeased(
  lease: CallLease,
  nowMs: number,
  maxWaitMs: number,
): { readonly lease: CallLease; readonly afterMs: number | null } {
  const left = lease.fromMs.filter((fromMs) => nowMs < fromMs + MAX_HELD_MS);
  const hasLost = lease.hasLost || left.length < lease.fromMs.length;
  const [first, ...rest] = left;
  const afterMs = first === undefined ? null : Math.max(0, first - nowMs);
  if (afterMs === null || afterMs > maxWaitMs) {
    return { lease: { ...lease, fromMs: left, hasLost }, afterMs: null };
  }
  return { lease: { ...lease, fromMs: rest, used: lease.used + 1, hasLost }, afterMs };
}

/** How many calls to take besides the next one: as many as the process has lately made in this time, or twice as many if it made all. */
export function spareCalls({ takenAtMs, used, hasLost }: CallLease, nowMs: number): number {
  if (nowMs - takenAtMs > 2 * MAX_HELD_MS) return 0;
  return (hasLost ? used : 2 * used) - 1;
}
