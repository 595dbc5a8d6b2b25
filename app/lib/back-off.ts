interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * How long what did not work is left alone before it is tried again: `firstMs`,
 * twice as long after each failure, never longer than `longestMs`.
 *
 * @param failures how many there were in a row, from 1
 */
export function backOffMs(failures: number, { firstMs, longestMs }: BackOff): number {
  // More doublings always exceed the maximum, and the power of two would not be a safe integer.
  return Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
}
