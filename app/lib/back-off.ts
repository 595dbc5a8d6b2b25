import { crc32 } from "./crc32";

export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * How long to wait before a retry: `firstMs`, doubled after each failure, at most `longestMs`.
 *
 * @param failures number of consecutive failures, from 1
 * @param seed spreads retries: the wait is between half of it and all of it, the same for the same seed
 */
export function backOffMs(
  failures: number,
  { firstMs, longestMs }: BackOff,
  seed: string | null = null,
): number {
  // More doublings always exceed the maximum, and the power of two would not be a safe integer.
  const waitMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20));
  return seed === null ? waitMs : Math.round(waitMs * (0.5 + shareOf(`${seed}/${failures}`) / 2));
}

/** A share in [0, 1) that differs between similar texts. */
const shareOf = (text: string) => crc32(new TextEncoder().encode(text)) / 2 ** 32;
