/** A duration in a suitable unit. */
export function writeMs(ms: number): string {
  if (ms < 1_000) return `${Number(ms.toPrecision(3))} ms`;
  const seconds = ms / 1_000;
  return seconds < 120 ? `${Number(seconds.toPrecision(3))} s` : `${Math.round(seconds / 60)} min`;
}
