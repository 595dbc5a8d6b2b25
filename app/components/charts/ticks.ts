/** A tick on an axis. */
export interface Tick {
  /** Position on the axis, in [0, 1]. */
  readonly at: number;
  readonly text: string;
}

/** The unit of an axis: customer counts have no fractions. */
type Of = "measure" | "count";

/** Approximate number of steps; round numbers decide. */
const STEPS = 4;

/**
 * Round numbers (1, 2 or 5 times a power of ten) from 0 to the first one at or above `max`.
 * @param max > 0; 0 and below count as 1
 */
export function createRoundSteps(max: number, of: Of = "measure"): number[] {
  const wanted = Math.max((max > 0 ? max : 1) / STEPS, of === "count" ? 1 : 0);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = power * ([1, 2, 5, 10].find((times) => times * power >= wanted) ?? 10);
  const count = Math.ceil((max > 0 ? max : 1) / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** Ticks at round numbers from 0, with the end of the axis. */
export function createTicks(
  max: number,
  textOf: (value: number) => string,
  of: Of = "measure",
): { readonly end: number; readonly ticks: readonly Tick[] } {
  const values = createRoundSteps(max, of);
  const end = values[values.length - 1] ?? 1;
  return { end, ticks: values.map((value) => ({ at: value / end, text: textOf(value) })) };
}
