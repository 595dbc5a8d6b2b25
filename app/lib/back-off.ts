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
  // Beyond so many doublings every wait is the longest, and a power of two no safe integer.
  return Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
}
