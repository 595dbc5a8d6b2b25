/** What an interval says about an effect. */
export type LiftCertainty = "more" | "less" | "probably_more" | "probably_less" | "open";

interface EffectInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Whether an effect is above or below zero: known if the whole interval is on one side, not known (`open`) if the value
 * is nearer to zero than to an edge of its interval, which is about one standard error. Such a value is noise: the next
 * look may well have the other sign, so no page shows it as a result.
 */
export function certaintyOf({ value, low, high }: EffectInterval): LiftCertainty {
  if (low > 0) return "more";
  if (high < 0) return "less";
  const toEdge = (high - low) / 2;
  if (Math.abs(value) <= toEdge / 2) return "open";
  return value > 0 ? "probably_more" : "probably_less";
}

/** The same of an incremental revenue. */
export const certaintyOfLook = (
  look: Readonly<Record<"incrementalMinor" | "lowMinor" | "highMinor", number>>,
): LiftCertainty =>
  certaintyOf({ value: look.incrementalMinor, low: look.lowMinor, high: look.highMinor });
