/** Standard errors of a difference that is not due to chance. */
const MEASURABLY = 1;

/** Whether the mean of paired differences is significantly above 0. */
export function isMeasurablyBetter(these: ArrayLike<number>, those: ArrayLike<number>): boolean {
  const difference = differenceOf(these, those);
  return difference.mean > MEASURABLY * difference.error;
}

/** The mean of paired differences, and its standard error. */
export function differenceOf(these: ArrayLike<number>, those: ArrayLike<number>) {
  const differences = Float64Array.from(these, (value, n) => value - (those[n] ?? 0));
  const average = mean(differences);
  const squares = differences.reduce((sum, value) => sum + (value - average) ** 2, 0);
  const error = Math.sqrt(squares / (differences.length - 1) / differences.length);
  return { mean: average, error };
}

/** The mean, 0 of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let n = 0; n < values.length; n++) sum += values[n] ?? 0;
  return sum / Math.max(1, values.length);
}
