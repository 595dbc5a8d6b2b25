/** A mark on an axis. */
export interface Tick {
  /** Along the axis, in [0, 1] from its start. */
  readonly at: number;
  readonly text: string;
}

/** What an axis counts in: a count of customers has no halves. */
type Of = "measure" | "count";

/** Roughly so many steps; fewer or more where round numbers ask for it. */
const STEPS = 4;

/**
 * Round numbers (1, 2 or 5 times a power of ten) from 0 to the first that is `most` or more.
 *
 * @param max > 0; 0 and below count as 1
 */
export function roundSteps(max: number, of: Of = "measure"): number[] {
  const wanted = Math.max((max > 0 ? max : 1) / STEPS, of === "count" ? 1 : 0);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = power * ([1, 2, 5, 10].find((times) => times * power >= wanted) ?? 10);
  const count = Math.ceil((max > 0 ? max : 1) / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** Marks at round numbers from 0, with the number that the axis ends at. */
export function ticksTo(
  max: number,
  textOf: (value: number) => string,
  of: Of = "measure",
): { readonly end: number; readonly ticks: readonly Tick[] } {
  const values = roundSteps(max, of);
  const end = values[values.length - 1] ?? 1;
  return { end, ticks: values.map((value) => ({ at: value / end, text: textOf(value) })) };
}
