import { formatCount } from "~/components/formats";

interface RevenueChange {
  readonly direction: "up" | "down" | "same";
  readonly words: string;
}

/**
 * The change of revenue as text.
 *
 * @param now in the currency's smallest unit, net
 * @param before the preceding period of equal length, in the same unit
 * @returns null when a percentage is meaningless, because there was no revenue before
 */
export function revenueChange(now: number, before: number): RevenueChange | null {
  if (before <= 0) return null;
  const percent = Math.round((100 * (now - before)) / before);
  if (percent === 0) return { direction: "same", words: "About the same" };
  const direction = percent > 0 ? "up" : "down";
  return {
    direction,
    words: `${direction === "up" ? "Up" : "Down"} ${formatCount(Math.abs(percent))} %`,
  };
}
