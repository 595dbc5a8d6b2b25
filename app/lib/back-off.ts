interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * How long to wait before a retry: `firstMs`, doubled after each failure, at most `longestMs`.
 *
 * @param failures number of consecutive failures, from 1
 */
export function backOffMs(failures: number, { firstMs, longestMs }: BackOff): number {
  // More doublings always exceed the maximum, and the power of two would not be a safe integer.
  return Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
}
