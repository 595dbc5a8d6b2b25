/**
 * A quantile of `sorted`.
 * @param sorted ascending, not empty
 */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

/** Three significant digits, which is the precision of a shared machine. */
export function roundSignificant(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(3));
}
