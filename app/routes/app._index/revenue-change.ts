interface RevenueChange {
  readonly direction: "up" | "down" | "same";
  /** Without its sign, in percent. */
  readonly percent: number;
}

/**
 * @param now in the currency's smallest unit, net
 * @param before the preceding period of equal length, in the same unit
 * @returns null when a percentage is meaningless, because there was no revenue before
 */
export function revenueChange(now: number, before: number): RevenueChange | null {
  if (before <= 0) return null;
  const percent = Math.round((100 * (now - before)) / before);
  const direction = percent === 0 ? "same" : percent > 0 ? "up" : "down";
  return { direction, percent: Math.abs(percent) };
}
